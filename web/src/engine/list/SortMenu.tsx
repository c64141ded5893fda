/** The order of a list, for boards and phones, and for fields that are no column. */
import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldPicker } from '@/engine/filters/FieldPicker';
import { FilterPopover } from '@/engine/filters/FilterPopover';
import { fieldOf, useMetadata } from '@/shared/api';
import { readSort, writeSort } from '../grid/sort';
import type { ListControl } from '../views/use_list_state';

const MOST = 3;

export function SortMenu({ list }: { list: ListControl }) {
  const { t } = useTranslation('lists');
  const metadata = useMetadata();
  const [opened, setOpened] = useState(false);
  const { entity, state } = list;
  const keys = readSort(state.sort);
  const label = (path: string) => fieldOf(metadata, entity.name, path)?.label ?? path;
  const put = (next: typeof keys) => list.set({ sort: writeSort(next) });
  const close = () => setOpened(false);
  const [first] = keys;
  const button = (
    <button
      type="button"
      className={`filter-chip filter-chip-sort ${first ? '' : 'filter-chip-add'}`}
      aria-haspopup="dialog"
      aria-expanded={opened}
      onClick={() => setOpened(!opened)}
    >
      {first ? <Arrow down={first.down} /> : <IconArrowsSort size={14} stroke={1.7} />}
      {first ? keys.map(({ path }) => label(path)).join(', ') : t('sort')}
    </button>
  );
  return (
    <FilterPopover opened={opened} onLeave={close} onCancel={close} target={button}>
      {keys.length > 0 && (
        <ul className="columns-list">
          {keys.map((key, index) => (
            <li key={key.path}>
              <span className="clip">{label(key.path)}</span>
              <ActionIcon
                aria-label={t(key.down ? 'descending' : 'ascending')}
                onClick={() => put(keys.with(index, { ...key, down: !key.down }))}
              >
                <Arrow down={key.down} />
              </ActionIcon>
              <ActionIcon
                aria-label={`${t('common:remove')}: ${label(key.path)}`}
                onClick={() => put(keys.toSpliced(index, 1))}
              >
                <IconX size={14} stroke={1.7} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      {keys.length < MOST && (
        <FieldPicker
          entity={entity}
          allow={(field) => field.sortable === true}
          except={keys.map(({ path }) => path)}
          onPick={({ name }) => {
            put([...keys, { path: name, down: false }]);
            close();
          }}
        />
      )}
    </FilterPopover>
  );
}

const Arrow = ({ down }: { down: boolean }) =>
  down ? <IconArrowDown size={14} stroke={1.8} /> : <IconArrowUp size={14} stroke={1.8} />;
