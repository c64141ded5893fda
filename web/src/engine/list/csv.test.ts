/** A file that spreadsheets read as text and numbers, never as formulas. */
import { expect, it } from 'vitest';
import { csvLine, guardFormula } from './csv';

it.each([
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['+cmd|calc', "'+cmd|calc"],
  ['-2+3*cmd', "'-2+3*cmd"],
  ['＝1', "'＝1"],
  ['\tx', "'\tx"],
  ['+998 90 123-45-67', '+998 90 123-45-67'],
  ['-12.5', '-12.5'],
  ['plain - text', 'plain - text'],
])('%s → %s', (text, safe) => {
  expect(guardFormula(text)).toBe(safe);
});

it('quotes what would break the line', () => {
  expect(csvLine(['a;b', 'say "hi"', 'two\nlines', 'c,d'], ';'))
    .toBe('"a;b";"say ""hi""";"two\nlines";c,d');
});
