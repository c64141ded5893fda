/** What a value of a cell asks for when it is made a filter. */
import { expect, it } from 'vitest';
import type { Field } from '@/shared/api';
import { filterFor } from './filter_for';

const ask = (type: string, value: unknown, path = 'f') =>
  filterFor({ name: 'f', label: '', type } as Field, path, value);

it('asks for the same value', () => {
  expect(ask('text', 'Ангрен')).toEqual({ field: 'f', op: 'eq', value: 'Ангрен' });
  expect(ask('integer', 5)).toEqual({ field: 'f', op: 'eq', value: 5 });
  expect(ask('date', '2026-11-22')).toEqual({ field: 'f', op: 'eq', value: '2026-11-22' });
});

it('asks for links and choices as one of', () => {
  const link = { id: 'a', entity: 'accounts', name: 'Ангрен' };
  expect(ask('link', link, 'account.parent')).toEqual({
    field: 'account.parent', op: 'in', value: ['a'],
  });
  expect(ask('tags', ['x', 'y'])).toEqual({ field: 'f', op: 'in', value: ['x', 'y'] });
});

it('asks for emptiness where there is nothing', () => {
  expect(ask('text', null)).toEqual({ field: 'f', op: 'empty' });
  expect(ask('tags', [])).toEqual({ field: 'f', op: 'empty' });
});

it('asks nothing where no such question is', () => {
  expect(ask('money', { amount: '1', currency: 'UZS' })).toBeUndefined();
  expect(ask('json', {})).toBeUndefined();
  expect(ask('phones', [{ value: '1' }])).toBeUndefined();
});
