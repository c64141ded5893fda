/** What heads of columns tell, and how it changes before the server answers. */
import { afterEach, expect, it } from 'vitest';
import { keys, queryClient, type CrmRecord, type Entity } from '@/shared/api';
import type { BoardColumnInfo } from './board_columns';
import { shiftFigures, totalsOf } from './figures';

afterEach(() => queryClient.clear());

const uzs = (amount: string) => ({ amount, currency: 'UZS' });
const column = (key: string, open: boolean, probability?: number) =>
  ({ key, label: key, color: 'gray', open, probability, required: [] }) as BoardColumnInfo;
const deals = { name: 'deals', board: { field: 'stage', sum: 'amount' } } as unknown as Entity;
const deal = (stage: string, amount: object | null) => ({ id: '1', stage, amount }) as CrmRecord;

it('adds up the columns in work alone, each weighted by its own likelihood', () => {
  const columns = [column('new', true, 10), column('talk', true, 50), column('won', false)];
  const totals = totalsOf(columns, {
    new: { count: 2, sum: uzs('1000.00') },
    talk: { count: 1, sum: { by_currency: [uzs('400.00'), { amount: '10.00', currency: 'USD' }] } },
    won: { count: 9, sum: uzs('9000.00') },
  });
  expect(totals.count).toBe(3);
  expect(totals.amounts).toEqual([uzs('1400.00'), { amount: '10.00', currency: 'USD' }]);
  expect(totals.weighted).toEqual([uzs('300.00'), { amount: '5.00', currency: 'USD' }]);
});

it('tells of no likelihood where stages have none', () => {
  expect(totalsOf([column('new', true)], { new: { count: 1, sum: uzs('5') } }).weighted)
    .toBeUndefined();
});

it('takes a card from one head and puts it into another, empty ones too', () => {
  const key = keys.aggregate('deals', { group_by: ['stage'], measures: [] });
  const other = keys.aggregate('deals', { measures: [] });
  queryClient.setQueryData(key, {
    groups: [{ stage: 'new', count: 2, sum_amount: uzs('1000.00') }],
  });
  queryClient.setQueryData(other, { groups: [{ count: 2 }] });
  shiftFigures(deals, [deal('new', uzs('250.00'))], 'talk');
  shiftFigures(deals, [deal('new', null)], 'talk');
  expect(queryClient.getQueryData(key)).toEqual({
    groups: [
      { stage: 'new', count: 0, sum_amount: uzs('750.00') },
      { stage: 'talk', count: 2, sum_amount: uzs('250.00') },
    ],
  });
  expect(queryClient.getQueryData(other)).toEqual({ groups: [{ count: 2 }] });
});
