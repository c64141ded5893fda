/** The sum of chosen cells: exact, of one field, in one currency. */
import { describe, expect, it } from 'vitest';
import type { CrmRecord, Field } from '@/shared/api';
import type { Rows } from '@/shared/api/windows';
import { addDecimals, chosenIn } from './chosen';
import type { Column } from './columns';

const amount = { name: 'amount', label: '', type: 'money' } as Field;
const score = { name: 'score', label: '', type: 'integer' } as Field;
const name = { name: 'name', label: '', type: 'text' } as Field;
const columns = [name, amount, score].map((field) => ({ path: field.name, field }) as Column);
const records = [
  { id: '1', name: 'a', amount: { amount: '0.10', currency: 'UZS' }, score: 1 },
  { id: '2', name: 'b', amount: { amount: '0.20', currency: 'UZS' }, score: null },
  { id: '3', name: 'c', amount: { amount: '5.00', currency: 'USD' }, score: -4 },
] as unknown as CrmRecord[];
const rows = { at: (row: number) => records[row] } as Rows;
const rect = (left: number, right: number, top = 0, bottom = 2) => ({ top, bottom, left, right });

describe('addDecimals', () => {
  it.each([
    [['0.1', '0.2'], '0.3'],
    [['9007199254740993', '1'], '9007199254740994'],
    [['-1.5', '1'], '-0.5'],
    [['2.50', '2.50'], '5'],
    [[], '0'],
  ])('%j → %s', (texts, sum) => {
    expect(addDecimals(texts)).toBe(sum);
  });
});

describe('chosenIn', () => {
  it('says nothing of a single cell', () => {
    expect(chosenIn(rows, columns, rect(1, 1, 1, 1))).toBeUndefined();
  });

  it('sums amounts in one currency only', () => {
    expect(chosenIn(rows, columns, rect(1, 1, 0, 1))?.sum?.value)
      .toEqual({ amount: '0.3', currency: 'UZS' });
    expect(chosenIn(rows, columns, rect(1, 1))).toEqual({ cells: 3 });
  });

  it('passes over empty cells, and counts those of several columns', () => {
    expect(chosenIn(rows, columns, rect(2, 2))?.sum?.value).toBe('-3');
    expect(chosenIn(rows, columns, rect(0, 2))).toEqual({ cells: 9 });
    expect(chosenIn(rows, columns, rect(0, 0))).toEqual({ cells: 3 });
  });
});
