/** What the chips show becomes the filter of the API and comes back the same. */
import { describe, expect, it } from 'vitest';
import type { Filter } from '@/shared/api';
import {
  allOf,
  countRules,
  emptyGroup,
  isComplete,
  readTree,
  toggled,
  writeTree,
  type Rule,
} from './filter_tree';

const rule = (field: string, op: Rule['op'], value?: unknown, not = false): Rule => ({
  kind: 'rule',
  field,
  op,
  value,
  not,
});

describe('there and back', () => {
  it.each<Filter>([
    { all: [{ field: 'amount', op: 'gte', value: '1000' }] },
    {
      any: [
        { field: 'stage', op: 'in', value: ['won'] },
        { field: 'amount', op: 'empty' },
      ],
    },
    {
      all: [
        { not: { field: 'email', op: 'empty' } },
        { field: 'name', op: 'contains', value: 'x' },
      ],
    },
    {
      all: [
        { field: 'amount', op: 'between', value: ['1', '2'] },
        {
          any: [
            { field: 'account.industry', op: 'in', value: ['retail'] },
            { not: { all: [{ field: 'kind', op: 'empty' }] } },
          ],
        },
      ],
    },
    { all: [{ related: 'contacts', some: { field: 'birthday', op: 'during', value: 'today' } }] },
    { all: [{ not: { related: 'tasks', some: { all: [] } } }] },
  ])('%j', (filter) => {
    expect(writeTree(readTree(filter))).toEqual(filter);
  });

  it('wraps a single condition', () => {
    const filter: Filter = { field: 'amount', op: 'lt', value: 5 };
    expect(writeTree(readTree(filter))).toEqual({ all: [filter] });
  });

  it('reads a negated operator as a negation', () => {
    const filter = { field: 'name', op: 'not_contains', value: 'x' } as unknown as Filter;
    expect(writeTree(readTree(filter))).toEqual({
      all: [{ not: { field: 'name', op: 'contains', value: 'x' } }],
    });
  });

  it('is nothing without conditions', () => {
    expect(writeTree(readTree(undefined))).toBeUndefined();
    expect(writeTree(readTree({ all: [] }))).toBeUndefined();
    expect(writeTree({ ...emptyGroup(), items: [emptyGroup('any')] })).toBeUndefined();
  });
});

it('leaves out what is not finished', () => {
  expect(isComplete(rule('a', 'between', ['1', null]))).toBe(false);
  expect(isComplete(rule('a', 'in', []))).toBe(false);
  expect(isComplete(rule('a', 'eq', false))).toBe(true);
  const tree = { ...emptyGroup(), items: [rule('a', 'contains', ''), rule('b', 'empty')] };
  expect(writeTree(tree)).toEqual({ all: [{ field: 'b', op: 'empty' }] });
});

describe('a quick condition', () => {
  const mine = rule('owner', 'eq', 'me');

  it('goes on and off', () => {
    const on = toggled(readTree({ all: [{ field: 'a', op: 'empty' }] }), mine);
    expect(writeTree(on)).toEqual({
      all: [
        { field: 'a', op: 'empty' },
        { field: 'owner', op: 'eq', value: 'me' },
      ],
    });
    expect(writeTree(toggled(on, mine))).toEqual({ all: [{ field: 'a', op: 'empty' }] });
  });

  it('narrows an "or" rather than widening it', () => {
    const either: Filter = {
      any: [
        { field: 'a', op: 'empty' },
        { field: 'b', op: 'empty' },
      ],
    };
    expect(writeTree(toggled(readTree(either), mine))).toEqual({
      all: [either, { field: 'owner', op: 'eq', value: 'me' }],
    });
  });
});

it('joins filters', () => {
  const one: Filter = { field: 'a', op: 'empty' };
  expect(allOf(undefined, undefined)).toBeUndefined();
  expect(allOf(undefined, one)).toBe(one);
  expect(allOf(one, one)).toEqual({ all: [one, one] });
  expect(countRules(readTree({ all: [one, { any: [one, one] }] }))).toBe(3);
});
