/** What can be done to an event without dragging it: a menu beside it, a sheet on a phone. */
import { Menu } from '@mantine/core';
import {
  IconArrowRight, IconCalendarPlus, IconCalendarTime, IconCheck, IconExternalLink, IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { deleteWithUndo } from '@/engine/undo';
import { api, refreshLists, saveRecord } from '@/shared/api';
import { notifyError, notifyUndo } from '@/shared/ui';
import { Sheet } from '@/shared/ui/Sheet';
import { daysBetween, today } from './days';
import { firstDay, type CalendarEvent, type Time } from './events';
import { shiftDays } from './moves';
import { timeName } from './words';

export interface MenuPlace {
  event: CalendarEvent;
  x: number;
  y: number;
}

interface Props {
  place: MenuPlace | undefined;
  phone: boolean;
  onOpen: (event: CalendarEvent) => void;
  onMove: (event: CalendarEvent, time: Time) => void;
  /** Asks for another time. */
  onTime: (event: CalendarEvent) => void;
  onClose: () => void;
}

const icon = { size: 16, stroke: 1.7 };

export function EventMenu(props: Props) {
  const { place, phone, onClose } = props;
  const { t } = useTranslation('calendar');
  const items = useItems(props);
  const when = place ? timeName(place.event, t('allDay')) : '';
  if (phone) {
    return (
      <Sheet opened={place !== undefined} onClose={onClose} short title={place?.event.title}>
        {items.map(({ label, Icon, act }) => (
          <button key={label} type="button" className="nav-item"
            onClick={() => {
              onClose();
              act();
            }}>
            <Icon size={20} stroke={1.6} />
            <span className="clip">{label}</span>
          </button>
        ))}
      </Sheet>
    );
  }
  if (!place) return null;
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={250} returnFocus>
      <Menu.Target>
        <span style={{ position: 'fixed', left: place.x, top: place.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{when}</Menu.Label>
        {items.map(({ label, Icon, act }) => (
          <Menu.Item key={label} leftSection={<Icon {...icon} />} onClick={act}>{label}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface Item {
  label: string;
  Icon: typeof IconCheck;
  act: () => void;
}

function useItems({ place, onOpen, onMove, onTime }: Props): Item[] {
  const { t } = useTranslation('calendar');
  if (!place) return [];
  const { event } = place;
  const { entity, movable } = event.source;
  const { id } = event.record;
  const items: Item[] = [
    { label: t('open'), Icon: IconExternalLink, act: () => onOpen(event) },
  ];
  const completes = entity.actions.some(({ name }) => name === 'complete');
  if (completes && !event.over && entity.rights.update) {
    items.push({ label: t('complete'), Icon: IconCheck, act: () => void complete(event, t) });
  }
  if (movable) {
    const by = (days: number) => onMove(event, shiftDays(event, days));
    const toTomorrow = daysBetween(firstDay(event), today()) + 1;
    if (toTomorrow !== 0) {
      items.push({ label: t('tomorrow'), Icon: IconArrowRight, act: () => by(toTomorrow) });
    }
    items.push(
      { label: t('nextWeek'), Icon: IconCalendarPlus, act: () => by(7) },
      { label: t('changeTime'), Icon: IconCalendarTime, act: () => onTime(event) });
  }
  if (entity.rights.delete) {
    items.push({
      label: t('common:delete'), Icon: IconTrash,
      act: () => void deleteWithUndo(entity.name, id, event.title),
    });
  }
  return items;
}

async function complete(
  { source: { entity }, record, title }: CalendarEvent,
  t: ReturnType<typeof useTranslation<'calendar'>>['t'],
) {
  try {
    await api.post(`/${entity.name}/${record.id}/actions/complete`, {});
    refreshLists(entity.name);
    notifyUndo(t('completed', { name: title }), async () => {
      await saveRecord(entity.name, { id: record.id, changes: { status: record.status } });
      refreshLists(entity.name);
    });
  } catch (error) {
    notifyError(error);
  }
}
