/** A list, its saved view and its address: each can be made from the others. */
import { describe, expect, it } from 'vitest';
import type { Entity, Metadata } from '@/shared/api';
import { readListSearch, readOpen } from '../list/search_params';
import {
  baseState,
  definitionOf,
  isChanged,
  searchOf,
  stateOf,
  type SavedView,
} from './view_state';

const field = (name: string) => ({ name, type: 'text', label: name });
const deals = {
  name: 'deals',
  fields: ['name', 'amount', 'stage', 'closes_on'].map(field),
  layouts: { list: ['name', 'amount', 'gone'], card: ['amount'] },
  board: { field: 'stage' },
} as unknown as Entity;
const metadata = { entities: { deals } } as unknown as Metadata;
const big = { field: 'amount', op: 'gte' as const, value: 5 };

const view: SavedView = {
  id: 'v',
  name: 'Big',
  kind: 'kanban',
  shared: 'own',
  pinned: false,
  locked: false,
  defaultFor: [],
  mine: true,
  definition: { filter: { all: [big] }, sort: '-amount', columns: ['amount', 'name'] },
};
const base = baseState(metadata, deals, view);

describe('the layers', () => {
  it('begins with the layout, without what is not there', () => {
    expect(stateOf(metadata, deals, {})).toEqual({
      kind: 'table',
      filter: undefined,
      sort: '',
      columns: ['name', 'amount'],
      cards: ['amount'],
    });
  });

  it('lets the address win over the view', () => {
    const state = stateOf(metadata, deals, { kind: 'table', sort: '', columns: ['stage'] }, view);
    expect(state).toEqual({
      kind: 'table',
      filter: { all: [big] },
      sort: '',
      columns: ['stage'],
      cards: ['amount'],
    });
  });

  it('can take a filter away from a view', () => {
    expect(stateOf(metadata, deals, { filter: { all: [] } }, view).filter).toBeUndefined();
    expect(searchOf(base, { ...base, filter: undefined }).filter).toEqual({ all: [] });
  });

  it('knows no board where there is none', () => {
    const flat = { ...deals, board: undefined } as Entity;
    expect(stateOf(metadata, flat, { kind: 'kanban' }).kind).toBe('table');
    expect(baseState(metadata, flat, view).kind).toBe('table');
  });
});

describe('the address', () => {
  it('names nothing when nothing differs', () => {
    expect(isChanged(base, { ...base })).toBe(false);
  });

  it.each([
    { kind: 'table' as const },
    { sort: 'name' },
    { sort: '' },
    { columns: ['name'] },
    { cards: ['name'] },
    { filter: { any: [big] } },
    { pipeline: 'p' },
    { fixed: 3 },
  ])('gives %j back', (change) => {
    const state = { ...base, ...change };
    const search = searchOf(base, state);
    expect(isChanged(base, state)).toBe(true);
    expect(Object.values(search).filter((value) => value !== undefined)).toHaveLength(1);
    expect(stateOf(metadata, deals, readListSearch({ ...search }), view)).toEqual(state);
  });

  it('forgets what is malformed', () => {
    expect(readListSearch({
      kind: 'gantt', fixed: -1, columns: 'name', filter: 'x', q: 12, view: '',
    })).toEqual({ q: '12' });
  });

  it('names a record for the drawer', () => {
    expect(readOpen('deals:0197-ab')).toEqual({ entity: 'deals', id: '0197-ab' });
    expect(readOpen('deals:../x')).toBeUndefined();
    expect(readOpen('nonsense')).toBeUndefined();
  });
});

it('saves widths of shown columns only', () => {
  expect(definitionOf(base, { amount: 90, stage: 10 })).toEqual({
    filter: { all: [big] },
    sort: '-amount',
    columns: ['amount', 'name'],
    cards: ['amount'],
    widths: { amount: 90 },
    pipeline: undefined,
  });
});
