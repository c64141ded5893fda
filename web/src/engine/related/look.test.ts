/** The whole list shows what a related list shows. */
import { expect, it } from 'vitest';
import type { RelatedList } from '@/shared/api';
import { wholeList } from './look';

const list: RelatedList = { name: 'deals', entity: 'deals', field: 'account', label: 'Deals' };
const tied = { field: 'account', op: 'in', value: ['a'] };
const mine = { field: 'owner', op: 'eq', value: 'me' } as const;
const large = { field: 'amount', op: 'gt', value: 5 } as const;

it('asks for what is tied', () => {
  expect(wholeList({ id: 'a' }, list, {})).toEqual({ filter: { all: [tied] } });
});

it('keeps the conditions and the order', () => {
  expect(wholeList({ id: 'a' }, list, { filter: mine, sort: '-amount' }))
    .toEqual({ filter: { all: [tied, mine] }, sort: '-amount' });
  expect(wholeList({ id: 'a' }, list, { filter: { all: [mine, large] } }))
    .toEqual({ filter: { all: [tied, mine, large] } });
  expect(wholeList({ id: 'a' }, list, { filter: { any: [mine, large] } }))
    .toEqual({ filter: { all: [tied, { any: [mine, large] }] } });
});
