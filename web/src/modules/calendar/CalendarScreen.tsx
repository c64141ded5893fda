/** Tasks, calls and meetings of a person, of the team or of a colleague, by day, week and month. */
import { Button, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Calendar } from '@/engine/calendar/Calendar';
import { isDay, today } from '@/engine/calendar/days';
import { valuesAt, type Source, type Time } from '@/engine/calendar/events';
import { usualTime } from '@/engine/calendar/moves';
import { canDraw } from '@/engine/calendar/sources';
import { timeName } from '@/engine/calendar/words';
import { openQuickCreate } from '@/engine/form/quick_create';
import { RecordDrawer } from '@/engine/record';
import { readOpen } from '@/engine/list/search_params';
import { useMetadata, useSession } from '@/shared/api';
import { EntityIcon, hue, notify, Screen, usePhone } from '@/shared/ui';
import { useCalendarLook } from './look';
import { useActivitySources } from './sources';
import { WhoMenu } from './WhoMenu';
import { ZoneNote } from './ZoneNote';

export default function CalendarScreen() {
  const { t } = useTranslation('calendar');
  const phone = usePhone();
  const search = useSearch({ from: '/inside/calendar' });
  const navigate = useNavigate({ from: '/calendar' });
  const { user } = useSession();
  const look = useCalendarLook(user.id);
  const { who, hidden } = look;
  const span = search.span ?? look.span;
  const day = isDay(search.day) ? search.day : today();
  const all = useActivitySources(who);
  const sources = useMemo(
    () => all.filter(({ entity }) => !hidden.includes(entity.name)), [all, hidden]);
  const makeable = all.filter(canDraw);
  const [making, setMaking] = useState<{ time: Time; x: number; y: number }>();
  const open = (record?: { entity: string; id: string }) => void navigate({
    search: (old) => ({ ...old, open: record && `${record.entity}:${record.id}` }),
  });
  const legend = (
    <div className="cal-legend" role="group" aria-label={t('kinds')}>
      {all.map(({ entity }) => (
        <button key={entity.name} type="button" className="cal-kind" style={hue(entity.color)}
          aria-pressed={!hidden.includes(entity.name)} onClick={() => look.toggle(entity.name)}>
          {entity.labels.many}
        </button>
      ))}
    </div>
  );
  const create = !phone && makeable.length > 0 && (
    <Button leftSection={<IconPlus size={16} stroke={1.8} />}
      onClick={(click) => {
        const { left, bottom } = click.currentTarget.getBoundingClientRect();
        setMaking({ time: usualTime(day), x: left, y: bottom + 4 });
      }}>
      {t('common:create')}
    </Button>
  );
  return (
    <Screen
      title={t('title')}
      actions={(
        <>
          <WhoMenu who={who} onChoose={(next) => look.set({ who: next })} />
          {create}
        </>
      )}
      aside={<ZoneNote />}
    >
      <div className="cal-screen">
        {phone && legend}
        <Calendar
          sources={sources}
          span={span}
          day={day}
          people={who.kind !== 'me'}
          onGo={(to) => {
            if (to.span) look.set({ span: to.span });
            void navigate({
              replace: true,
              search: (old) => ({
                ...old, ...(to.span && { span: to.span }),
                ...(to.day && { day: to.day === today() ? undefined : to.day }),
              }),
            });
          }}
          onOpen={({ source, record: { id } }) => {
            const entity = source.entity.name;
            if (phone) void navigate({ to: '/o/$entity/$id', params: { entity, id } });
            else open({ entity, id });
          }}
          onNew={makeable.length > 0 ? (time, x, y) => setMaking({ time, x, y }) : undefined}
        >
          {!phone && legend}
        </Calendar>
      </div>
      {making && (
        <NewMenu {...making} sources={makeable} who={who} onClose={() => setMaking(undefined)} />
      )}
      <RecordDrawer record={readOpen(search.open)} onOpen={open} />
    </Screen>
  );
}

interface NewProps {
  time: Time;
  x: number;
  y: number;
  sources: Source[];
  who: ReturnType<typeof useCalendarLook>['who'];
  onClose: () => void;
}

/** What is to be made at a time. */
function NewMenu({ time, x, y, sources, who, onClose }: NewProps) {
  const { t } = useTranslation('calendar');
  const { entities } = useMetadata();
  const owner = who.kind === 'person' && entities.users
    ? { owner: { id: who.id, entity: 'users', name: who.name } } : {};
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={230} returnFocus>
      <Menu.Target><span style={{ position: 'fixed', left: x, top: y }} /></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{timeName(time, t('allDay'))}</Menu.Label>
        {sources.map((source) => (
          <Menu.Item key={source.entity.name}
            leftSection={<EntityIcon name={source.entity.icon} />}
            onClick={() => openQuickCreate(source.entity.name, {
              initial: { ...valuesAt(source, time), ...owner },
              onCreated: ({ name }) => notify(t('created', { name: name ?? '' })),
            })}>
            {source.entity.labels.new}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
