/** "Move to": the columns of a board as a menu beside the card, or as a sheet on a phone. */
import { Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { titleOf, type CrmRecord, type Entity } from '@/shared/api';
import { Tag } from '@/shared/ui';
import { Sheet } from '@/shared/ui/Sheet';
import type { BoardColumnInfo } from './board_columns';

export interface MenuPlace {
  record: CrmRecord;
  x: number;
  y: number;
}

interface Props {
  entity: Entity;
  columns: BoardColumnInfo[];
  place: MenuPlace | undefined;
  phone: boolean;
  onMove: (record: CrmRecord, column: string) => void;
  onClose: () => void;
}

export function MoveMenu({ entity, columns, place, phone, onMove, onClose }: Props) {
  const { t } = useTranslation('board');
  const now = place?.record[entity.board!.field];
  const pick = (key: string) => {
    if (place) onMove(place.record, key);
    onClose();
  };
  if (phone) {
    return (
      <Sheet opened={place !== undefined} onClose={onClose} short
        title={place ? titleOf(entity, place.record) : ''}>
        {columns.map(({ key, label, color }) => (
          <button key={key} type="button" className="nav-item" onClick={() => pick(key)}>
            <span style={{ flex: 1 }}><Tag label={label} color={color} /></span>
            {key === now && <IconCheck size={18} stroke={1.7} />}
          </button>
        ))}
      </Sheet>
    );
  }
  if (!place) return null;
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={230} returnFocus>
      <Menu.Target>
        <span style={{ position: 'fixed', left: place.x, top: place.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('move')}</Menu.Label>
        {columns.map(({ key, label, color }) => (
          <Menu.Item key={key} onClick={() => pick(key)}
            rightSection={key === now && <IconCheck size={16} stroke={1.7} />}>
            <Tag label={label} color={color} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
