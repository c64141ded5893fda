/** The bar of a record: what it is, its name, its actions, the way to its neighbours. */
import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconChevronDown, IconChevronLeft, IconChevronUp, IconDots, IconLink, IconMaximize, IconX,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EntityBadge, Kbd } from '@/shared/ui';
import { Hint } from '@/shared/ui/Hint';
import { LateMenu } from '@/shared/ui/LateMenu';
import type { RecordAction } from '../actions/use_record_actions';
import type { Neighbours } from '../neighbours';
import { Marks } from '../people/Marks';
import { useRecordPage } from '../record_context';
import type { Room } from '../use_width';
import { Title } from './Title';

const icon = { size: 16, stroke: 1.7 };

interface Props {
  room: Room;
  own: RecordAction[];
  common: RecordAction[];
  neighbours: Neighbours;
  onGo: (id: string) => void;
  onClose?: () => void;
}

export function RecordBar(props: Props) {
  const { room, own, common, onClose } = props;
  const { t } = useTranslation('record');
  const { entity, record, drawer } = useRecordPage();
  const link = common.find(({ name }) => name === 'link');
  const phone = room === 'phone';
  return (
    <header className="record-bar">
      {phone && !drawer && (
        <ActionIcon size="lg" aria-label={entity.labels.many}
          renderRoot={(root) => (
            <Link to="/o/$entity" params={{ entity: entity.name }} {...root} />
          )}>
          <IconChevronLeft size={20} stroke={1.7} />
        </ActionIcon>
      )}
      {!phone && <EntityBadge name={entity.icon} color={entity.color} />}
      <div className="record-name"><Title /></div>
      <Marks phone={phone} />
      {!phone && own.map((action) => (
        <Button key={action.name} onClick={action.run} leftSection={<action.icon {...icon} />}>
          {action.label}
        </Button>
      ))}
      <Steps {...props} />
      {!phone && link && (
        <Hint label={link.label}>
          <ActionIcon aria-label={link.label} onClick={link.run}><IconLink {...icon} /></ActionIcon>
        </Hint>
      )}
      {drawer && (
        <Hint label={t('openPage')}>
          <ActionIcon aria-label={t('openPage')}
            renderRoot={(root) => (
              <Link to="/o/$entity/$id" params={{ entity: entity.name, id: record.id }} {...root} />
            )}>
            <IconMaximize {...icon} />
          </ActionIcon>
        </Hint>
      )}
      {!phone && <ActionMenu actions={common} />}
      {onClose && (
        <ActionIcon size={phone ? 'lg' : undefined} aria-label={t('common:close')}
          onClick={onClose}>
          <IconX size={18} stroke={1.7} />
        </ActionIcon>
      )}
    </header>
  );
}

/** To the record before and after in the list the person came from. */
function Steps({ neighbours, onGo, room }: Props) {
  const { t } = useTranslation('record');
  const { previous, next } = neighbours;
  if (!previous && !next) return null;
  const size = room === 'phone' ? 'lg' : undefined;
  return (
    <span className="record-steps">
      <Hint label={<>{t('previous')} <Kbd keys="BracketLeft" /></>}>
        <ActionIcon size={size} aria-label={t('previous')} disabled={!previous}
          onClick={() => previous && onGo(previous)}>
          <IconChevronUp {...icon} />
        </ActionIcon>
      </Hint>
      <Hint label={<>{t('next')} <Kbd keys="BracketRight" /></>}>
        <ActionIcon size={size} aria-label={t('next')} disabled={!next}
          onClick={() => next && onGo(next)}>
          <IconChevronDown {...icon} />
        </ActionIcon>
      </Hint>
    </span>
  );
}

function ActionMenu({ actions }: { actions: RecordAction[] }) {
  const { t } = useTranslation('record');
  return (
    <LateMenu position="bottom-end" width={240} button={
      <ActionIcon aria-label={t('more')}><IconDots {...icon} /></ActionIcon>
    }>
      {actions.map((action) => (
        <Menu.Item
          key={action.name} onClick={action.run} color={action.danger ? 'red' : undefined}
          leftSection={<action.icon {...icon} />}
          rightSection={action.keys ? <Kbd keys={action.keys} /> : undefined}
        >
          {action.label}
        </Menu.Item>
      ))}
    </LateMenu>
  );
}
