/** Which columns a table has, or which fields a card, and in which order. */
import { ActionIcon, Button } from '@mantine/core';
import {
  IconArrowDown, IconArrowUp, IconColumns3, IconPin, IconPinFilled, IconX,
} from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldPicker } from '@/engine/filters/FieldPicker';
import { FilterPopover } from '@/engine/filters/FilterPopover';
import { fieldOf, useMetadata } from '@/shared/api';
import { moved } from '../grid/columns';
import type { ListControl } from '../views/use_list_state';

const icon = { size: 14, stroke: 1.7 };

export function ColumnPicker({ list }: { list: ListControl }) {
  const { t } = useTranslation('lists');
  const metadata = useMetadata();
  const [opened, setOpened] = useState(false);
  const { entity, state } = list;
  const table = state.kind === 'table';
  const columns = table ? state.columns : state.cards;
  const usual = table ? entity.layouts.list : entity.layouts.card;
  const put = (next: string[]) =>
    list.set(table ? { columns: next } : { cards: next }, { replace: true });
  const fixed = state.fixed ?? 1;
  const fix = (count: number) =>
    list.set({ fixed: count > 1 ? count : undefined }, { replace: true });
  const title = t(table ? 'columns' : 'cardFields');
  const close = () => setOpened(false);
  const button = (
    <ActionIcon aria-label={title} title={title} aria-haspopup="dialog"
      aria-expanded={opened} onClick={() => setOpened(!opened)}>
      <IconColumns3 size={16} stroke={1.7} />
    </ActionIcon>
  );
  return (
    <FilterPopover opened={opened} onLeave={close} onCancel={close} target={button} width={300}>
      <div className="panel-title">{t(table ? 'columnsShown' : 'cardFieldsShown')}</div>
      <ul className="columns-list">
        {columns.map((path, index) => {
          const label = fieldOf(metadata, entity.name, path)?.label ?? path;
          return (
            <li key={path}>
              <span className="clip">{label}</span>
              {table && (
                <ActionIcon size="sm" aria-pressed={index < fixed} title={t('fixUpTo')}
                  aria-label={`${t('fixUpTo')}: ${label}`}
                  onClick={() => fix(index + 1 === fixed ? index : index + 1)}>
                  {index < fixed ? <IconPinFilled {...icon} /> : <IconPin {...icon} />}
                </ActionIcon>
              )}
              <ActionIcon size="sm" disabled={index === 0} aria-label={`${t('moveUp')}: ${label}`}
                onClick={() => put(moved(columns, path, columns[index - 1]))}>
                <IconArrowUp {...icon} />
              </ActionIcon>
              <ActionIcon size="sm" disabled={index === columns.length - 1}
                aria-label={`${t('moveDown')}: ${label}`}
                onClick={() => put(moved(columns, path, columns[index + 2]))}>
                <IconArrowDown {...icon} />
              </ActionIcon>
              <ActionIcon size="sm" disabled={columns.length === 1}
                aria-label={`${t('common:remove')}: ${label}`}
                onClick={() => put(columns.filter((other) => other !== path))}>
                <IconX {...icon} />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
      <div className="panel-title">{t('columnsMore')}</div>
      <FieldPicker entity={entity} allow={() => true} except={columns}
        onPick={({ name }) => put([...columns, name])} />
      {columns.join() !== usual.join() && (
        <Button fullWidth mt={4} size="compact-sm" variant="subtle" color="gray"
          onClick={() => put(usual)}>
          {t('columnsUsual')}
        </Button>
      )}
    </FilterPopover>
  );
}
