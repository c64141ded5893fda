/** People type in the wrong layout and in any order. */
import { expect, it } from 'vitest';
import { closeness, divided, otherLayout } from './matching';

it.each([
  ['Сделки', 'сде', 2],
  ['Сделки', 'cltkrb', 2],
  ['Deals', 'вуфды', 2],
  ['Новая сделка', 'сделка нов', 1],
  ['Oʻzbekcha', "o'zb", 2],
  ['Сделки', 'лиды', 0],
  ['Deals', '', 1],
])('%s, typed %s: %s', (label, typed, found) => {
  expect(closeness(label, typed)).toBe(found);
});

it('puts first what begins with the text', () => {
  const items = ['Новая сделка', 'Сделки', 'Лиды'].map((label) => ({ label }));
  expect(divided(items, 'сделк')).toEqual({
    first: [{ label: 'Сделки' }], rest: [{ label: 'Новая сделка' }],
  });
});

it('turns a layout there and back', () => {
  expect(otherLayout(otherLayout('сделка'))).toBe('сделка');
});
