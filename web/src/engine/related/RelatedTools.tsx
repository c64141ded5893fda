/** Above a related list: which of its records are shown, in which order, and the way to all. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp, IconFilter, IconList }
  from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { nextSort, readSort } from '@/engine/grid/sort';
import type { Entity, LinkValue, RelatedList } from '@/shared/api';
import { LateMenu } from '@/shared/ui/LateMenu';
import { wholeList, type Look } from './look';

const icon = { size: 16, stroke: 1.7 };

interface Props {
  list: RelatedList;
  target: Entity;
  /** Names of the fields that the rows show. */
  columns: string[];
  look: Look;
  onLook: (look: Look) => void;
  /** The chips of the condition are open. */
  filtering: boolean;
  onFiltering: () => void;
  /** Whose list it is; none: no field of the others tells it, so there is no such whole list. */
  of?: LinkValue;
}

export function RelatedTools(props: Props) {
  const { t } = useTranslation('record');
  const { list, target, look, of } = props;
  return (
    <>
      <ActionIcon aria-label={`${t('related.filter')}: ${list.label}`}
        aria-expanded={props.filtering} color={look.filter ? 'accent' : 'gray'}
        title={t('related.filter')} onClick={props.onFiltering}>
        <IconFilter {...icon} />
      </ActionIcon>
      <SortMenu {...props} />
      {of && (
        <ActionIcon title={t('related.all')} aria-label={`${t('related.all')}: ${list.label}`}
          renderRoot={(root: object) => (
            <Link {...root} to="/o/$entity" params={{ entity: target.name }}
              search={{ ...wholeList(of, list, look), kind: 'table' }} />
          )}>
          <IconList {...icon} />
        </ActionIcon>
      )}
    </>
  );
}

/** Up, down, as usual: by the name, the shown fields, the day it was made. */
function SortMenu({ list, target, columns, look, onLook }: Props) {
  const { t } = useTranslation('record');
  const [now] = readSort(look.sort ?? '');
  const fields = [...new Set([target.title, ...columns, 'created_at'])].flatMap(
    (name) => target.fields.find((field) => field.name === name && field.sortable) ?? []);
  return (
    <LateMenu position="bottom-end" width={220} closeOnItemClick={false} button={(
      <ActionIcon aria-label={`${t('related.sort')}: ${list.label}`}
        color={now ? 'accent' : 'gray'} title={t('related.sort')}>
        <IconArrowsSort {...icon} />
      </ActionIcon>
    )}>
      {fields.map(({ name, label }) => (
        <Menu.Item key={name}
          onClick={() => onLook({ ...look, sort: nextSort(look.sort ?? '', name, false) })}
          rightSection={now?.path === name && (now.down
            ? <IconArrowDown {...icon} aria-label={t('related.down')} />
            : <IconArrowUp {...icon} aria-label={t('related.up')} />)}>
          {label}
        </Menu.Item>
      ))}
    </LateMenu>
  );
}
