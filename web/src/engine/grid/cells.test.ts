/** Rectangles of cells, and where pasted ones go. */
import { describe, expect, it } from 'vitest';
import { isOne, rectOf, spread } from './cells';

it('is the same from either corner', () => {
  const rect = { top: 1, left: 2, bottom: 4, right: 5 };
  expect(rectOf({ row: 4, column: 2 }, { row: 1, column: 5 })).toEqual(rect);
  expect(rectOf({ row: 1, column: 5 }, { row: 4, column: 2 })).toEqual(rect);
  expect(isOne(rect)).toBe(false);
  expect(isOne(rectOf({ row: 3, column: 3 }, { row: 3, column: 3 }))).toBe(true);
});

const texts = (cells: string[][], rows: number, columns: number) =>
  spread(cells, { top: 10, left: 1, bottom: 9 + rows, right: columns })
    .map(({ row, column, text }) => `${row}.${column}=${text}`).join(' ');

describe('pasting', () => {
  it('goes from the chosen cell on', () => {
    expect(texts([['a', 'b'], ['c', 'd']], 1, 1)).toBe('10.1=a 10.2=b 11.1=c 11.2=d');
  });

  it('fills a rectangle with one cell', () => {
    expect(texts([['a']], 2, 2)).toBe('10.1=a 10.2=a 11.1=a 11.2=a');
  });

  it('repeats rows and columns in a multiple of them', () => {
    expect(texts([['a', 'b']], 2, 4))
      .toBe('10.1=a 10.2=b 10.3=a 10.4=b 11.1=a 11.2=b 11.3=a 11.4=b');
  });

  it('keeps its own size where it does not divide the rectangle', () => {
    expect(texts([['a'], ['b']], 3, 1)).toBe('10.1=a 11.1=b');
  });

  it('takes a short line for empty cells, and nothing for nothing', () => {
    expect(texts([['a', 'b'], ['c']], 1, 1)).toBe('10.1=a 10.2=b 11.1=c 11.2=');
    expect(texts([], 2, 2)).toBe('');
  });
});
