/** Rows of a related list: the name and a few fields of the card, what can be done with each. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconExternalLink, IconTrash, IconUnlink } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { displayField, isEmpty } from '@/engine/fields';
import { deleteWithUndo } from '@/engine/undo';
import {
  titleOf, useMetadata, valueAt, type CrmRecord, type Entity, type LinkValue, type RelatedList,
} from '@/shared/api';
import { LateMenu } from '@/shared/ui/LateMenu';
import { useRecordPage } from '../record/record_context';

interface Props {
  target: Entity;
  columns: string[];
  items: CrmRecord[];
  onUntie?: (link: LinkValue) => void;
}

const SHOWN = 3;

/** Fields of the card without the one that points back here. */
export const columnsOf = (target: Entity, list: RelatedList) => {
  const card = target.layouts.card.length > 0 ? target.layouts.card : target.layouts.list;
  return card.filter((name) => name !== list.field && name !== target.title).slice(0, SHOWN);
};

export function RelatedRows({ target, columns, items, onUntie }: Props) {
  return (
    <ul className="related-rows">
      {items.map((record) => (
        <Row key={record.id} target={target} record={record} columns={columns} onUntie={onUntie} />
      ))}
    </ul>
  );
}

interface RowProps {
  target: Entity;
  record: CrmRecord;
  columns: string[];
  onUntie?: (link: LinkValue) => void;
}

const icon = { size: 16, stroke: 1.7 };

function Row({ target, record, columns, onUntie }: RowProps) {
  const { t } = useTranslation('record');
  const metadata = useMetadata();
  const { refresh } = useRecordPage();
  const title = titleOf(target, record);
  const href = `/o/${target.name}/${record.id}`;
  const remove = async () => {
    if (await deleteWithUndo(target.name, record.id, title)) refresh();
  };
  return (
    <li className="related-row">
      <a className="related-name clip" href={href}>{title}</a>
      {columns.map((name) => (
        <span key={name} className={isEmpty(valueAt(record, name)) ? 'related-cell blank'
          : 'related-cell clip'}>
          {displayField(metadata, target.name, name, record)}
        </span>
      ))}
      <LateMenu position="bottom-end" width={200} button={(
        <ActionIcon className="item-menu" aria-label={t('related.menu', { name: title })}>
          <IconDots {...icon} />
        </ActionIcon>
      )}>
        <Menu.Item component="a" href={href} leftSection={<IconExternalLink {...icon} />}>
          {t('common:open')}
        </Menu.Item>
        {onUntie && (
          <Menu.Item leftSection={<IconUnlink {...icon} />}
            onClick={() => onUntie({ id: record.id, entity: target.name, name: title })}>
            {t('related.untie')}
          </Menu.Item>
        )}
        {target.rights.delete && (
          <Menu.Item color="red" leftSection={<IconTrash {...icon} />}
            onClick={() => void remove()}>
            {t('common:delete')}
          </Menu.Item>
        )}
      </LateMenu>
    </li>
  );
}
