/** A note, task, call, meeting or file in a timeline: read, ticked off, edited in place. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconPencil, IconPin, IconPinFilled, IconPinnedOff, IconTrash }
  from '@tabler/icons-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { titleOf, useEntity, type CrmRecord, type Entity } from '@/shared/api';
import { LateMenu } from '@/shared/ui/LateMenu';
import { ActivityBody } from './ActivityBody';
import { isOpen } from './activity';
import { ItemFrame } from './ItemFrame';
import { useItemActions } from './use_item_actions';
import { useSeeded } from '../use_timeline';

const EditDialog = lazy(() =>
  import('../../record/EditDialog').then((module) => ({ default: module.EditDialog })));

interface Props {
  entity: string;
  record: CrmRecord;
  /** Who and when, over the item. */
  head?: ReactNode;
  /** Id of who is named there. */
  actor?: string;
}

export function ActivityItem(props: Props) {
  const entity = useEntity(props.entity);
  return entity ? <Item {...props} definition={entity} /> : null;
}

const icon = { size: 16, stroke: 1.7 };

function Item({ definition, head, ...props }: Props & { definition: Entity }) {
  const { t } = useTranslation('timeline');
  const record = useSeeded(props.entity, props.record);
  const [editing, setEditing] = useState(false);
  const name = definition.name;
  const title = titleOf(definition, record);
  const actions = useItemActions(name, record, title);
  const titled = 'status' in record;
  // A call that took place is no longer a thing to do.
  const tickable = name === 'tasks' || isOpen(record);
  const pinned = record.pinned === true;
  const menu = (
    <LateMenu position="bottom-end" width={200} button={(
      <ActionIcon aria-label={t('itemMenu', { name: title })} className="item-menu">
        <IconDots {...icon} />
      </ActionIcon>
    )}>
      <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => setEditing(true)}
        disabled={!definition.rights.update}>
        {t('common:edit')}
      </Menu.Item>
      {name === 'notes' && definition.rights.update && (
        <Menu.Item onClick={actions.togglePin}
          leftSection={pinned ? <IconPinnedOff {...icon} /> : <IconPin {...icon} />}>
          {t(pinned ? 'unpin' : 'pin')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconTrash {...icon} />} color="red" onClick={actions.remove}
        disabled={!definition.rights.delete}>
        {t('common:delete')}
      </Menu.Item>
    </LateMenu>
  );
  return (
    <ItemFrame icon={definition.icon} color={definition.color} head={head} menu={menu}>
      {pinned && <IconPinFilled size={14} className="item-pinned" aria-label={t('pinned')} />}
      {titled && (
        <div className="item-line">
          {tickable && (
            <input
              type="checkbox" className="item-tick" checked={record.status === 'done'}
              aria-label={t('tick', { name: title })} disabled={!definition.rights.update}
              onChange={actions.toggleDone}
            />
          )}
          <a href={`/o/${name}/${record.id}`}
            className={tickable && !isOpen(record) ? 'item-title done' : 'item-title'}>
            {title}
          </a>
        </div>
      )}
      <ActivityBody entity={definition} record={record} actor={props.actor} />
      {editing && (
        <Suspense>
          <EditDialog entity={name} id={record.id} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </ItemFrame>
  );
}
