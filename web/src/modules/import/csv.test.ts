/** Cells with commas, quotes and line ends come back as they were. */
import { expect, it } from 'vitest';
import { readCsv, writeCsv } from './csv';

const rows = [
  ['name', 'note'],
  ['ООО «Ромашка», Ташкент', 'said "yes"'],
  ['two\nlines', ''],
  ['', 'a\r\nb'],
];

it('reads what it wrote', () => {
  expect(readCsv(writeCsv(rows))).toEqual(rows);
});

it('reads files with and without a last line end', () => {
  expect(readCsv('a,b\r\n1,2')).toEqual([['a', 'b'], ['1', '2']]);
  expect(readCsv('a,b\n1,\n')).toEqual([['a', 'b'], ['1', '']]);
  expect(readCsv('')).toEqual([]);
});

it('takes a quote inside a cell as it is', () => {
  expect(readCsv('5" screen,x\n')).toEqual([['5" screen', 'x']]);
});

it('finds out the delimiter by the head', () => {
  expect(readCsv('"a,b,c";d\r\n1,5;2\r\n')).toEqual([['a,b,c', 'd'], ['1,5', '2']]);
});
