/** Two edits that crossed are joined; two edits of one field are shown to the person. */
import { expect, it } from 'vitest';
import { mergeChanges } from './conflict';
import { sameValue } from './same_value';

const base = { name: 'Поставка', amount: { amount: '100.00', currency: 'UZS' }, tags: ['a'] };

it('sends again what nobody else touched', () => {
  const theirs = { id: '1', ...base, name: 'Поставка кофе' };
  const mine = { amount: { amount: '200', currency: 'UZS' } };
  expect(mergeChanges(base, theirs, mine)).toEqual({ safe: mine, conflicts: [] });
});

it('shows base, theirs and mine of a field that both changed', () => {
  const theirs = { id: '1', ...base, name: 'Их имя' };
  expect(mergeChanges(base, theirs, { name: 'Моё имя' })).toEqual({
    safe: {},
    conflicts: [{ field: 'name', base: 'Поставка', theirs: 'Их имя', mine: 'Моё имя' }],
  });
});

it('has nothing to do when both wrote the same', () => {
  const theirs = { id: '1', ...base, name: 'Одно' };
  expect(mergeChanges(base, theirs, { name: 'Одно' })).toEqual({ safe: {}, conflicts: [] });
});

it('keeps the safe part of a change beside the clash', () => {
  const theirs = { id: '1', ...base, name: 'Их имя' };
  const merge = mergeChanges(base, theirs, { name: 'Моё', tags: ['a', 'b'] });
  expect(merge.safe).toEqual({ tags: ['a', 'b'] });
  expect(merge.conflicts.map(({ field }) => field)).toEqual(['name']);
});

it('compares meaning, not spelling', () => {
  expect(sameValue({ amount: '100', currency: 'UZS' }, { amount: '100.00', currency: 'UZS' }))
    .toBe(true);
  expect(sameValue({ id: '1', entity: 'accounts', name: 'Старое' }, { id: '1', name: 'Новое' }))
    .toBe(true);
  expect(sameValue('', null)).toBe(true);
  expect(sameValue([], undefined)).toBe(true);
  expect(sameValue({ city: 'Ташкент', street: null }, { city: 'Ташкент' })).toBe(true);
  expect(sameValue({ amount: '100', currency: 'UZS' }, { amount: '100', currency: 'USD' }))
    .toBe(false);
});
