/** What the chosen cells come to: how many they are and their sum, shown below the table. */
import { create } from 'zustand';
import { valueAt, type Field, type MoneyValue } from '@/shared/api';
import type { Rows } from '@/shared/api/windows';
import { heightOf, isOne, widthOf, type Rect } from './cells';
import type { Column } from './columns';

export interface Chosen {
  cells: number;
  /** Of numbers of one field, or amounts in one currency. */
  sum?: { field: Field; value: unknown };
}

export const useChosen = create<{ chosen?: Chosen }>(() => ({}));

const NUMERIC = ['money', 'integer', 'decimal', 'percent'];
const PLACES = 6;

/** The sum of decimals in strings, without the errors of floating point. */
export function addDecimals(texts: string[]): string {
  let sum = 0n;
  for (const text of texts) {
    const [whole = '0', rest = ''] = text.replace('-', '').split('.');
    const units = BigInt(whole + rest.slice(0, PLACES).padEnd(PLACES, '0'));
    sum += text.startsWith('-') ? -units : units;
  }
  const digits = (sum < 0n ? -sum : sum).toString().padStart(PLACES + 1, '0');
  const rest = digits.slice(-PLACES).replace(/0+$/, '');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -PLACES)}${rest && `.${rest}`}`;
}

function sumOf(field: Field, values: unknown[]): unknown {
  if (field.type !== 'money') return addDecimals(values.map(String));
  const amounts = values as MoneyValue[];
  const [first] = amounts;
  if (!first || amounts.some(({ currency }) => currency !== first.currency)) return undefined;
  return { amount: addDecimals(amounts.map(({ amount }) => amount)), currency: first.currency };
}

/** Undefined while a single cell is chosen. */
export function chosenIn(rows: Rows, columns: Column[], rect: Rect): Chosen | undefined {
  if (isOne(rect)) return undefined;
  const cells = heightOf(rect) * widthOf(rect);
  const column = columns[rect.left];
  if (!column || widthOf(rect) > 1 || !NUMERIC.includes(column.field.type)) return { cells };
  const values = [];
  for (let row = rect.top; row <= rect.bottom; row += 1) {
    const record = rows.at(row);
    if (!record) return { cells };
    const value = valueAt(record, column.path);
    if (value !== null && value !== undefined) values.push(value);
  }
  const value = values.length > 0 ? sumOf(column.field, values) : undefined;
  return value === undefined ? { cells } : { cells, sum: { field: column.field, value } };
}
