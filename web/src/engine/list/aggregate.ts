/** Counts and sums made by the server. */
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { api, keys, useEntity, type Field, type Filter, type MoneyValue } from '@/shared/api';
import {
  formatMoney, formatMoneyShort, formatNumber, formatPercent,
} from '@/shared/i18n/format';

export interface AggregateBody {
  filter?: Filter;
  q?: string;
  group_by?: string[];
  measures: { fn: string; field?: string }[];
  sort?: string;
  limit?: number;
}

export interface AggregateGroup {
  count: number;
  [measure: string]: unknown;
}

export const aggregateQuery = (entity: string, body: AggregateBody) => queryOptions({
  queryKey: keys.aggregate(entity, body),
  placeholderData: keepPreviousData,
  queryFn: ({ signal }) =>
    api.post<{ groups: AggregateGroup[] }>(`/${entity}/aggregate`, body, { signal }),
});

/** Sums of fields that the person may not see are not asked for: they would be refused. */
export function useAggregate(entity: string, body: AggregateBody, enabled = true) {
  const fields = useEntity(entity)?.fields ?? [];
  const measures = body.measures.filter(({ field }) =>
    !field || field.includes('.') || fields.some(({ name }) => name === field));
  return useQuery({ ...aggregateQuery(entity, { ...body, measures }), enabled });
}

interface MoneySum extends Partial<MoneyValue> {
  by_currency?: MoneyValue[];
}

/** The amounts of a sum of money, one for each currency. */
export function amountsOf(value: unknown): MoneyValue[] {
  const sum = value as MoneySum | null | undefined;
  if (!sum || typeof sum !== 'object') return [];
  if (sum.by_currency) return sum.by_currency;
  return sum.amount && sum.currency ? [{ amount: sum.amount, currency: sum.currency }] : [];
}

export const moneySumText = (value: unknown, short: boolean) =>
  amountsOf(value).map(short ? formatMoneyShort : formatMoney).join(' + ');

/** A sum, average or extreme of a field in words. */
export function sumText(field: Field, value: unknown): string {
  if (value === null || value === undefined) return '—';
  if (field.type === 'money') return moneySumText(value, false) || '—';
  if (field.type === 'percent') return formatPercent(String(value));
  return formatNumber(String(value), 2);
}
