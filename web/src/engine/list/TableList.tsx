/** A list as a table, with what can be done to its selection and its totals. */
import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { useWindowedList } from '@/shared/api/windows';
import { EmptyState, ErrorState, SkeletonRows } from '@/shared/ui';
import { allOf } from '../filters/filter_tree';
import { columnsOf } from '../grid/columns';
import { Grid } from '../grid/Grid';
import { useSelection } from '../grid/selection';
import type { ListControl } from '../views/use_list_state';
import { setWidth, useWidths } from '../views/widths';
import { BulkBar } from './BulkBar';
import { ListEmpty } from './ListEmpty';
import { ListFoot } from './ListFoot';
import { listQuery } from './list_query';

export function TableList({ list }: { list: ListControl }) {
  const { t } = useTranslation('lists');
  const metadata = useMetadata();
  const { entity, state, search, view } = list;
  const { filter, sort, columns: paths } = state;
  const widths = useWidths(entity.name, view);
  const query = useMemo(
    () => listQuery(entity, { filter, sort, columns: paths }, search.q),
    [entity, filter, sort, paths, search.q]);
  const columns = useMemo(
    () => columnsOf(metadata, entity, paths, widths), [metadata, entity, paths, widths]);
  const found = useWindowedList(entity.name, query);
  const { rows } = found;
  const selecting = useSelection();

  if (found.pending) return <div className="list-body"><SkeletonRows rows={14} /></div>;
  if (found.error && rows.count === 0) {
    return <ErrorState error={found.error} onRetry={found.retry} />;
  }
  if (columns.length === 0) return <EmptyState title={t('noColumns')} />;
  return (
    <>
      <div className={found.stale ? 'list-body stale' : 'list-body'}>
        {rows.count === 0 ? <ListEmpty list={list} /> : (
          <Grid
            entity={entity} rows={rows} columns={columns} sort={state.sort} selecting={selecting}
            fixed={Math.min(columns.length, state.fixed ?? 1)}
            listKey={JSON.stringify([entity.name, query.filter, query.q, query.sort])}
            onSee={found.see}
            onSort={(next) => list.set({ sort: next })}
            onColumns={(next) => list.set({ columns: next }, { replace: true })}
            onFixed={(count) =>
              list.set({ fixed: count > 1 ? count : undefined }, { replace: true })}
            onWidth={(path, width) => setWidth(entity.name, view?.id, path, width)}
            onOpen={list.open}
            onFilter={(next) => list.set({ filter: allOf(filter, next) })}
          />
        )}
      </div>
      {found.error && (
        <div className="list-failed" role="alert">
          {t('rowsFailed')}
          <Button size="compact-sm" variant="subtle" onClick={found.retry}>
            {t('common:retry')}
          </Button>
        </div>
      )}
      {selecting.count > 0 && (
        <BulkBar entity={entity} rows={rows.held} columns={columns} query={query}
          selecting={selecting} hasMore={!rows.complete || rows.held.length < rows.count} />
      )}
      <ListFoot list={list} query={query} loaded={rows.loaded} complete={rows.complete} />
    </>
  );
}
