/** Order, columns, selection and the clipboard of a table. */
import { describe, expect, it } from 'vitest';
import { readCells, writeCells } from './clipboard';
import { moved } from './columns';
import { rangeOf, toggleRow, type Selection } from './selection';
import { nextSort, readSort, writeSort } from './sort';

describe('a click on a head', () => {
  it.each([
    ['', 'name', false, 'name'],
    ['name', 'name', false, '-name'],
    ['-name', 'name', false, ''],
    ['-amount,name', 'stage', false, 'stage'],
    ['amount', 'name', true, 'amount,name'],
    ['amount,name', 'name', true, 'amount,-name'],
    ['amount,-name', 'name', true, 'amount'],
    ['a,b,c', 'd', true, 'a,b,d'],
  ])('%s, %s, shift %s → %s', (sort, path, add, next) => {
    expect(nextSort(sort, path, add)).toBe(next);
  });

  it('is read and written the same', () => {
    expect(writeSort(readSort('-account.name,amount'))).toBe('-account.name,amount');
  });
});

it('moves columns', () => {
  expect(moved(['a', 'b', 'c'], 'c', 'a')).toEqual(['c', 'a', 'b']);
  expect(moved(['a', 'b', 'c'], 'a', undefined)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b'], 'a', 'a')).toEqual(['a', 'b']);
  expect(moved(['a'], 'new', 'a')).toEqual(['new', 'a']);
});

describe('selection', () => {
  const ids = ['1', '2', '3', '4'];
  const none: Selection = { ids: new Set(), all: false };

  it('toggles and keeps where it began', () => {
    const one = toggleRow(none, '2');
    expect([...one.ids]).toEqual(['2']);
    expect(one.anchor).toBe('2');
    expect([...toggleRow(one, '2').ids]).toEqual([]);
  });

  it('takes a range either way and adds to what was there', () => {
    const from = toggleRow({ ...none, ids: new Set(['4']) }, '3');
    expect([...rangeOf(from, ids, '1').ids].sort()).toEqual(['1', '2', '3', '4']);
    expect([...rangeOf(none, ids, '2').ids]).toEqual(['2']);
  });

  it('is no longer "all" when a row is let go', () => {
    expect(toggleRow({ ids: new Set(ids), all: true }, '1').all).toBe(false);
  });
});

describe('the clipboard', () => {
  it('reads what a spreadsheet writes', () => {
    expect(readCells('a\tb\r\nc\t"d ""x""\nlower"\r\n')).toEqual([
      ['a', 'b'],
      ['c', 'd "x"\nlower'],
    ]);
    expect(readCells('one')).toEqual([['one']]);
    expect(readCells('a\t\n\tb')).toEqual([
      ['a', ''],
      ['', 'b'],
    ]);
  });

  it('reads what it writes', () => {
    const cells = [
      ['plain', 'with\ttab'],
      ['"quoted"', 'two\nlines'],
    ];
    expect(readCells(writeCells(cells))).toEqual(cells);
  });
});
