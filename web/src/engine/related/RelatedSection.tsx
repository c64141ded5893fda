/** One related list: how many, make a new one already tied, tie one that exists. */
import './related.css';
import { Button } from '@mantine/core';
import { IconLink, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldType } from '@/engine/fields';
import type { FilterChipsProps } from '@/engine/filters/FilterChips';
import { useMetadata, type Field, type LinkValue, type RelatedList } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import { loadable } from '@/shared/lib/loadable';
import { ErrorState, SkeletonRows } from '@/shared/ui';
import { isEditable, useRecordPage } from '../record/record_context';
import { tieOf } from './groups';
import { InlineCreate, isNamed } from './InlineCreate';
import { useLook } from './look';
import { columnsOf, RelatedRows } from './RelatedRows';
import { RelatedTools } from './RelatedTools';
import { relatedQuery } from './related_query';
import { useTies } from './use_ties';

const FilterChips = loadable<FilterChipsProps>(() => import('@/engine/filters/FilterChips')
  .then((module) => ({ default: module.FilterChips })), { words: ['filters', 'lists'] });

const icon = { size: 14, stroke: 1.7 };

interface Props {
  list: RelatedList;
  /** Not worth a place while it is empty. */
  second?: boolean;
}

export function RelatedSection({ list, second }: Props) {
  const { t } = useTranslation('record');
  const metadata = useMetadata();
  const { entity, self } = useRecordPage();
  const target = metadata.entities[list.entity]!;
  const ties = useTies(list);
  const [look, setLook] = useLook(entity.name, list);
  const [filtering, setFiltering] = useState(look.filter !== undefined);
  const rows = useInfiniteQuery({
    ...relatedQuery(self, list.entity, list.name, { ...look, count: 'exact' }),
    // Another order or condition: what was shown stays until the answer is here.
    placeholderData: (old) => old,
  });
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  const total = rows.data?.pages[0]?.total ?? items.length;

  const tie = tieOf(metadata, entity, list);
  const holder = tie.field ? target : entity;
  const link = holder.fields.find(({ name }) => name === list.field);
  const tiable = !!link && isEditable(holder, link);
  const columns = columnsOf(target, list);
  if (second && items.length === 0 && !look.filter) return null;
  return (
    <section className="related-section" aria-label={list.label}>
      <header className="related-head">
        <h3>{list.label}</h3>
        {rows.data && <span className="muted num">{formatNumber(total)}</span>}
        <span className="grow" />
        {(total > 1 || look.filter) && (
          <RelatedTools list={list} target={target} columns={columns} look={look} onLook={setLook}
            filtering={filtering} onFiltering={() => setFiltering(!filtering)}
            of={tie.field ? self : undefined} />
        )}
        {tiable && <TieExisting list={list} onTie={ties.tie} />}
        {target.rights.create && tiable && (
          <Button variant="default" size="compact-sm" leftSection={<IconPlus {...icon} />}
            onClick={() => ties.create()}>
            {t('common:create')}
          </Button>
        )}
      </header>
      {filtering && (
        <div className="related-chips">
          <FilterChips entity={target} filter={look.filter}
            onChange={(filter) => setLook({ ...look, filter })} />
        </div>
      )}
      {rows.isPending && <SkeletonRows rows={3} />}
      {rows.error && <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />}
      {rows.data && items.length === 0 && look.filter && (
        <p className="muted">{t('related.none')}</p>
      )}
      <RelatedRows target={target} columns={columns} items={items}
        onUntie={tiable && !link.required ? ties.untie : undefined} />
      {rows.hasNextPage && (
        <Button variant="subtle" size="compact-sm" loading={rows.isFetchingNextPage}
          onClick={() => void rows.fetchNextPage()}>
          {t('common:showMore')}
        </Button>
      )}
      {target.rights.create && tiable && isNamed(target, ties.tied) && (
        <InlineCreate target={target} tied={ties.tied} onCreated={ties.created}
          place={`${self.entity}/${self.id}/${list.name}`} onForm={ties.create} />
      )}
    </section>
  );
}

interface TieProps {
  list: RelatedList;
  onTie: (link: LinkValue) => void;
}

/** A button that turns into a search. */
function TieExisting({ list, onTie }: TieProps) {
  const { t } = useTranslation('record');
  const [opened, setOpened] = useState(false);
  const field: Field = { name: list.name, type: 'link', label: list.label, to: [list.entity] };
  const { Editor } = fieldType('link');
  if (!opened) {
    return (
      <Button variant="subtle" color="gray" size="compact-sm" leftSection={<IconLink {...icon} />}
        onClick={() => setOpened(true)}>
        {t('related.tie')}
      </Button>
    );
  }
  return (
    <div className="related-search">
      <Editor
        inline field={field} entity={list.entity} value={null}
        onChange={(value) => value && onTie(value as LinkValue)}
        onCommit={() => setOpened(false)}
        onCancel={() => setOpened(false)}
      />
    </div>
  );
}
