/** What the heads of columns tell: how many cards, how much they are worth, how much is likely. */
import {
  keys, queryClient, type CrmRecord, type Entity, type MoneyValue,
} from '@/shared/api';
import { amountsOf, type AggregateBody, type AggregateGroup } from '../list/aggregate';
import type { BoardColumnInfo } from './board_columns';

export interface ColumnFigures {
  count: number;
  /** A sum of money as the server has it; see amountsOf. */
  sum: unknown;
}

const EMPTY: ColumnFigures = { count: 0, sum: undefined };
const known = new WeakMap<AggregateGroup, ColumnFigures>();

/** The same object for the same group: a column is not drawn anew for the figures of others. */
export function figuresOf(
  group: AggregateGroup | undefined, sum: string | undefined,
): ColumnFigures {
  if (!group) return EMPTY;
  const figures = known.get(group) ?? { count: group.count, sum: group[`sum_${sum}`] };
  known.set(group, figures);
  return figures;
}

export interface BoardTotals {
  count: number;
  amounts: MoneyValue[];
  /** Amounts times the likelihood of their stages; undefined where stages tell none. */
  weighted: MoneyValue[] | undefined;
}

/** Amounts times a likelihood in per cent, in whole units. */
export const weightedBy = (amounts: MoneyValue[], percent: number): MoneyValue[] =>
  amounts.map(({ amount, currency }) => ({
    currency, amount: String(Math.round((Number(amount) * percent) / 100)),
  }));

/** What one column is likely to bring; undefined when its stage is won, lost or tells nothing. */
export const likelyOf = (column: BoardColumnInfo, sum: unknown): MoneyValue[] | undefined =>
  (column.open && column.probability !== undefined
    ? weightedBy(amountsOf(sum), column.probability) : undefined);

function added(to: MoneyValue[], more: MoneyValue[], sign: 1 | -1 = 1): MoneyValue[] {
  const sums = new Map(to.map(({ amount, currency }) => [currency, Number(amount)]));
  for (const { amount, currency } of more)
    sums.set(currency, (sums.get(currency) ?? 0) + sign * Number(amount));
  return [...sums].map(([currency, amount]) => ({ currency, amount: amount.toFixed(2) }));
}

/** The columns in work together. */
export function totalsOf(
  columns: BoardColumnInfo[], figures: { [column: string]: ColumnFigures },
): BoardTotals {
  const totals: BoardTotals = { count: 0, amounts: [], weighted: undefined };
  for (const column of columns.filter(({ open }) => open)) {
    const { count = 0, sum } = figures[column.key] ?? {};
    const likely = likelyOf(column, sum);
    totals.count += count;
    totals.amounts = added(totals.amounts, amountsOf(sum));
    if (likely) totals.weighted = added(totals.weighted ?? [], likely);
  }
  return totals;
}

const sumFrom = (amounts: MoneyValue[]) => (amounts.length === 1
  ? amounts[0] : { amount: null, currency: null, by_currency: amounts });

/** The groups of an aggregate with one record more, or less, in the group of `key`. */
function groupsWith(
  groups: AggregateGroup[], field: string, key: unknown, sum: string | undefined,
  record: CrmRecord, sign: 1 | -1,
): AggregateGroup[] {
  const name = `sum_${sum}`;
  const known = groups.some((group) => group[field] === key);
  const all = known ? groups : [...groups, { [field]: key, count: 0, [name]: null }];
  return all.map((group) => {
    if (group[field] !== key) return group;
    const amounts = sum ? added(amountsOf(group[name]), amountsOf(record[sum]), sign) : [];
    return { ...group, count: group.count + sign, ...(sum && { [name]: sumFrom(amounts) }) };
  });
}

/**
 * Counts and sums of the heads as they will be once the records stand in `column`, shown before the
 * server answers. Saving asks for the true ones afterwards, whether it went well or not.
 */
export function shiftFigures({ name, board }: Entity, records: CrmRecord[], column: string) {
  const { field, sum } = board!;
  for (const [key, data] of queryClient.getQueriesData<{ groups: AggregateGroup[] }>({
    queryKey: keys.aggregates(name),
  })) {
    const body = key[2] as AggregateBody;
    if (!data || body.group_by?.join() !== field) continue;
    const groups = records.reduce((found, record) => groupsWith(
      groupsWith(found, field, record[field], sum, record, -1), field, column, sum, record, 1,
    ), data.groups);
    queryClient.setQueryData(key, { ...data, groups });
  }
}
