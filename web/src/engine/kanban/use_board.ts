/** What a board shows: its columns, what each asks the server for, counts and sums. */
import { useMemo } from 'react';
import { useMetadata, type Field } from '@/shared/api';
import { useAggregate } from '../list/aggregate';
import { partsOf } from '../list/row_parts';
import type { ListControl } from '../views/use_list_state';
import { boardFilter, columnQuery, columnsOfBoard } from './board_columns';
import { figuresOf, totalsOf, type ColumnFigures } from './figures';
import { useStrays } from './strays';

const MOST_GROUPS = 200;

export function useBoard({ entity, state, search }: ListControl, field: Field) {
  const metadata = useMetadata();
  const columns = useMemo(
    () => columnsOfBoard(metadata, field, state.pipeline),
    [metadata, field, state.pipeline],
  );
  const filter = useMemo(
    () => boardFilter(metadata, entity, field, state),
    [metadata, entity, field, state],
  );
  const queries = useMemo(
    () =>
      Object.fromEntries(
        columns.map(({ key }) => [
          key,
          columnQuery({ entity, state, q: search.q, filter, key, columns }),
        ]),
      ),
    [entity, state, search.q, filter, columns],
  );
  const parts = useMemo(
    () => partsOf(metadata, entity, state.cards),
    [metadata, entity, state.cards],
  );
  const sum = entity.board?.sum;
  const totals = useAggregate(entity.name, {
    filter,
    q: search.q,
    group_by: [field.name],
    measures: sum ? [{ fn: 'sum', field: sum }] : [],
    limit: MOST_GROUPS,
  });
  const figures = useMemo(() => {
    if (!totals.data) return undefined;
    const found = new Map(totals.data.groups.map((group) => [group[field.name], group]));
    return Object.fromEntries(
      columns.map(({ key }): [string, ColumnFigures] => {
        return [key, figuresOf(found.get(key), sum)];
      }),
    );
  }, [totals.data, columns, field.name, sum]);
  return {
    columns,
    queries,
    parts,
    figures,
    totals: useMemo(() => figures && totalsOf(columns, figures), [columns, figures]),
    filter,
    /** What is read of each card. */
    fields: Object.values(queries)[0]?.fields,
    strays: useStrays(entity.name, queries, field.name),
  };
}
