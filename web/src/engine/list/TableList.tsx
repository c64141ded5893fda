/** A list as a table, with what can be done to its selection and its totals. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, useRecordList } from '@/shared/api';
import { EmptyState, ErrorState, SkeletonRows } from '@/shared/ui';
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
  const widths = useWidths(entity.name, view);
  const query = useMemo(() => listQuery(entity, state, search.q), [entity, state, search.q]);
  const columns = useMemo(
    () => columnsOf(metadata, entity, state.columns, widths),
    [metadata, entity, state.columns, widths]);
  const found = useRecordList(entity.name, query);
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.items) ?? [], [found.data]);
  const selecting = useSelection();

  if (found.isPending) return <div className="list-body"><SkeletonRows rows={14} /></div>;
  if (found.error && rows.length === 0) {
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  }
  if (columns.length === 0) return <EmptyState title={t('noColumns')} />;
  return (
    <>
      <div className={found.isPlaceholderData ? 'list-body stale' : 'list-body'}>
        {rows.length === 0 ? <ListEmpty list={list} /> : (
          <Grid
            entity={entity} rows={rows} columns={columns} sort={state.sort} selecting={selecting}
            listKey={JSON.stringify([entity.name, query.filter, query.q, query.sort])}
            hasMore={found.hasNextPage}
            onMore={() => {
              if (!found.isFetchingNextPage && !found.isPlaceholderData) void found.fetchNextPage();
            }}
            onSort={(sort) => list.set({ sort })}
            onColumns={(paths) => list.set({ columns: paths }, { replace: true })}
            onWidth={(path, width) => setWidth(entity.name, view?.id, path, width)}
            onOpen={list.open}
          />
        )}
      </div>
      {selecting.count > 0 && (
        <BulkBar entity={entity} rows={rows} columns={columns} query={query} selecting={selecting}
          hasMore={found.hasNextPage} />
      )}
      <ListFoot list={list} query={query} loaded={rows.length} complete={!found.hasNextPage} />
    </>
  );
}
