/** People type in the wrong layout and in any order. */
import { expect, it } from 'vitest';
import { matches, otherLayout } from './matching';

it.each([
  ['Сделки', 'сде', true],
  ['Сделки', 'cltkrb', true],
  ['Deals', 'вуфды', true],
  ['Новая сделка', 'сделка нов', true],
  ['Oʻzbekcha', "o'zb", true],
  ['Сделки', 'лиды', false],
  ['Deals', '', true],
])('%s, typed %s: %s', (label, typed, found) => {
  expect(matches(label, typed)).toBe(found);
});

it('turns a layout there and back', () => {
  expect(otherLayout(otherLayout('сделка'))).toBe('сделка');
});
