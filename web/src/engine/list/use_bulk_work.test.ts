/** What is sent of a deed over a selection, and what it makes of one record. */
import { describe, expect, it } from 'vitest';
import type { CrmRecord, Entity } from '@/shared/api';
import { changesBy, orderOf } from './use_bulk_work';

const deals = {
  name: 'deals',
  fields: [{ name: 'owner', type: 'user' }, { name: 'tags', type: 'tags' }],
} as unknown as Entity;
const filter = { field: 'amount', op: 'gt' as const, value: 5 };
const query = { filter, q: 'рога', sort: 'name', fields: ['name'] };
const some = { ids: new Set(['a', 'b']), all: false };

describe('orderOf', () => {
  it('names the chosen records', () => {
    expect(orderOf(deals, query, some, { delete: true })).toEqual({
      entity: 'deals', ids: ['a', 'b'], delete: true,
    });
  });

  it('hands over the question of the list when all that it finds is meant', () => {
    expect(orderOf(deals, query, { ...some, all: true }, { add: { tags: ['x'] } })).toEqual({
      entity: 'deals', filter, q: 'рога', add: { tags: ['x'] },
    });
  });

  it('writes values as the server takes them', () => {
    const owner = { id: 'u', entity: 'users', name: 'Малика' };
    expect(orderOf(deals, query, some, { change: { owner } })).toMatchObject({
      change: { owner: 'u' },
    });
  });
});

it('adds words to those that a record has', () => {
  const record = { id: 'a', tags: ['old', 'x'] } as unknown as CrmRecord;
  expect(changesBy({ add: { tags: ['x', 'new'] } }, record)).toEqual({
    tags: ['old', 'x', 'new'],
  });
  expect(changesBy({ add: { tags: ['x'] } }, { id: 'b' } as CrmRecord)).toEqual({ tags: ['x'] });
  expect(changesBy({ change: { tags: null } }, record)).toEqual({ tags: null });
});

it('takes words away from those that a record has', () => {
  const record = { id: 'a', tags: ['old', 'x', 'y'] } as unknown as CrmRecord;
  expect(changesBy({ remove: { tags: ['x', 'none'] } }, record)).toEqual({ tags: ['old', 'y'] });
  expect(changesBy({ remove: { tags: ['x'] } }, { id: 'b' } as CrmRecord)).toEqual({ tags: [] });
});
