/** "Move to": the columns of a board as a menu beside the card, or as a sheet on a phone. */
import { Menu } from '@mantine/core';
import { IconCheck, IconSquareCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { titleOf, type CrmRecord, type Entity } from '@/shared/api';
import { Tag } from '@/shared/ui';
import { Sheet } from '@/shared/ui/Sheet';
import type { BoardColumnInfo } from './board_columns';

export interface MenuPlace {
  /** What is moved; the first is the card that the menu belongs to. */
  records: CrmRecord[];
  x: number;
  y: number;
}

interface Props {
  entity: Entity;
  columns: BoardColumnInfo[];
  place: MenuPlace | undefined;
  phone: boolean;
  onMove: (records: CrmRecord[], column: string) => void;
  /** Begins or ends the choice of the card, where there is no checkbox under a mouse. */
  onSelect: (id: string) => void;
  onClose: () => void;
}

export function MoveMenu({ entity, columns, place, phone, onMove, onSelect, onClose }: Props) {
  const { t } = useTranslation(['board', 'lists']);
  const [record] = place?.records ?? [];
  const many = (place?.records.length ?? 0) > 1;
  const now = many ? undefined : record?.[entity.board!.field];
  const title = many ? t('lists:selected', { count: place!.records.length })
    : record ? titleOf(entity, record) : '';
  const pick = (key: string) => {
    if (place) onMove(place.records, key);
    onClose();
  };
  if (phone) {
    return (
      <Sheet opened={place !== undefined} onClose={onClose} short title={title}>
        {record && !many && (
          <button type="button" className="nav-item" onClick={() => {
            onSelect(record.id);
            onClose();
          }}>
            <IconSquareCheck size={20} stroke={1.6} />
            <span className="clip">{t('select')}</span>
          </button>
        )}
        <div className="sidebar-area">{t('move')}</div>
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
        <Menu.Label>{many ? `${t('move')} · ${title}` : t('move')}</Menu.Label>
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
