/** The filter of a list as chips: quick ones, one for each condition, one to add another. */
import { IconUser, IconUserOff, IconUsers, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type Entity, type Filter } from '@/shared/api';
import { AddFilter } from './AddFilter';
import {
  placeOf,
  readTree,
  toggled,
  writeTree,
  type Group,
  type Node,
  type Rule,
} from './filter_tree';
import './filters.css';
import { Chip, RuleChip } from './RuleChip';
import { useGroupWords } from './use_group_words';

const FilterBuilder = lazy(() => import('./FilterBuilder'));

export interface FilterChipsProps {
  entity: Entity;
  filter: Filter | undefined;
  onChange: (filter: Filter | undefined) => void;
  /** Other chips, after the button that adds a condition. */
  children?: ReactNode;
}

const rule = (field: string, op: Rule['op'], value?: unknown): Rule => ({
  kind: 'rule',
  field,
  op,
  value,
  not: false,
});

const QUICK = [
  { key: 'mine', Icon: IconUser, rule: rule('owner', 'eq', 'me') },
  { key: 'team', Icon: IconUsers, rule: rule('team', 'in', ['my_teams']) },
  { key: 'unassigned', Icon: IconUserOff, rule: rule('owner', 'empty') },
] as const;

export function FilterChips({ entity, filter, onChange, children }: FilterChipsProps) {
  const { t } = useTranslation('filters');
  const [builder, setBuilder] = useState(false);
  const tree = readTree(filter);
  const put = (next: Group) => onChange(writeTree(next));
  const quick = QUICK.filter((one) => entity.fields.some(({ name }) => name === one.rule.field));
  const isQuick = (node: Node) =>
    quick.some((one) => placeOf({ ...tree, items: [node] }, one.rule) === 0);
  // Several conditions joined by "or" are one chip.
  const either = tree.join === 'any' && tree.items.length > 1;
  const items: Node[] = either ? [tree] : tree.items;

  return (
    <>
      {quick.map((one) => (
        <button
          key={one.key}
          type="button"
          className="filter-chip filter-chip-quick"
          aria-pressed={!either && placeOf(tree, one.rule) >= 0}
          onClick={() => {
            // Mine, my team's and nobody's exclude each other.
            const others = quick.filter((other) => other !== one).map((other) => other.rule);
            const rest = {
              ...tree,
              items: either
                ? tree.items
                : tree.items.filter(
                    (node) =>
                      !others.some((other) => placeOf({ ...tree, items: [node] }, other) === 0),
                  ),
            };
            put(toggled(rest, one.rule));
          }}
        >
          <one.Icon size={14} stroke={1.7} />
          {t(`quick.${one.key}`)}
        </button>
      ))}
      {items.map((node, index) => {
        if (!either && isQuick(node)) return null;
        const remove = () =>
          put(either ? { ...tree, items: [] } : { ...tree, items: tree.items.toSpliced(index, 1) });
        const key = `${index}${JSON.stringify(node)}`;
        return node.kind === 'rule' ? (
          <RuleChip
            key={index}
            entity={entity}
            rule={node}
            onRemove={remove}
            onChange={(next) => put({ ...tree, items: tree.items.with(index, next) })}
          />
        ) : (
          <GroupChip
            key={key}
            entity={entity}
            node={node}
            onRemove={remove}
            onOpen={() => setBuilder(true)}
          />
        );
      })}
      <AddFilter
        entity={entity}
        onAdvanced={() => setBuilder(true)}
        onAdd={(next) => put(toggled(tree, next))}
      />
      {children}
      {tree.items.length > 0 && (
        <button
          type="button"
          className="filter-chip filter-chip-clear"
          onClick={() => onChange(undefined)}
        >
          <IconX size={14} stroke={1.7} />
          {t('clear')}
        </button>
      )}
      <Suspense>
        {builder && (
          <FilterBuilder
            entity={entity}
            tree={tree}
            onClose={() => setBuilder(false)}
            onApply={put}
          />
        )}
      </Suspense>
    </>
  );
}

interface GroupChipProps {
  entity: Entity;
  node: Node;
  onOpen: () => void;
  onRemove: () => void;
}

function GroupChip({ entity, node, onOpen, onRemove }: GroupChipProps) {
  const words = useGroupWords(useMetadata(), entity, node);
  return (
    <Chip words={words} onOpen={node.kind === 'group' ? onOpen : undefined} onRemove={onRemove} />
  );
}
