/** What a board asks for, and what it says of the next activity. */
import { describe, expect, it } from 'vitest';
import type { Entity, Field, Metadata } from '@/shared/api';
import { boardFilter, columnQuery, columnsOfBoard } from './board_columns';
import { nextActivity } from './next_activity';
import { straysOf } from './strays';

const stage = (key: string, kind: string, required: string[] = []) => ({
  key,
  label: key,
  color: 'gray',
  kind,
  required,
  probability: 10,
});
const pipelines = [
  {
    id: 'p1',
    name: '1',
    default: true,
    stages: [stage('new', 'open'), stage('won', 'won', ['amount'])],
  },
  { id: 'p2', name: '2', stages: [stage('start', 'open')] },
];
const field = { name: 'stage', type: 'stage', label: '' } as Field;
const names = ['id', 'version', 'name', 'stage', 'amount', 'pipeline', 'account'];
const entity = {
  name: 'deals',
  title: 'name',
  board: { field: 'stage', sum: 'amount' },
  fields: names.map((name) => ({ ...field, name })),
} as unknown as Entity;
const metadata = { pipelines } as unknown as Metadata;
const state = { kind: 'kanban' as const, sort: '', columns: [], cards: ['account'] };

it('has the stages of the pipeline chosen, else of the usual one', () => {
  expect(columnsOfBoard(metadata, field, 'p2').map(({ key }) => key)).toEqual(['start']);
  expect(columnsOfBoard(metadata, field, 'gone').map(({ key, open }) => [key, open])).toEqual([
    ['new', true],
    ['won', false],
  ]);
});

it('asks for one pipeline only when there are several', () => {
  const mine = { field: 'owner', op: 'eq' as const, value: 'me' };
  expect(boardFilter(metadata, entity, field, { ...state, filter: mine })).toEqual({
    all: [mine, { field: 'pipeline', op: 'eq', value: 'p1' }],
  });
  const one = { pipelines: pipelines.slice(0, 1) } as unknown as Metadata;
  expect(boardFilter(one, entity, field, state)).toBeUndefined();
});

it('asks for what cards show and what stages require', () => {
  const columns = columnsOfBoard(metadata, field, 'p1');
  const query = columnQuery({ entity, state, q: 'x', filter: undefined, key: 'won', columns });
  expect(query.filter).toEqual({ field: 'stage', op: 'eq', value: 'won' });
  expect(query.fields).toEqual(['id', 'version', 'pipeline', 'name', 'stage', 'account', 'amount']);
});

describe('the next activity', () => {
  const now = new Date('2026-11-22T12:00:00');
  it.each([
    [null, 'none'],
    ['2026-11-22T11:59:00', 'overdue'],
    ['2026-11-21T23:00:00', 'overdue'],
    ['2026-11-22T12:01:00', 'today'],
    ['2026-11-23T00:00:00', 'planned'],
  ])('%s is %s', (at, state) => {
    expect(nextActivity(at, now)).toBe(state);
  });
});

describe('cards between columns', () => {
  const card = (id: string, stage: string, version = 1) => ({ id, stage, version });

  it('finds those that left their column and are not read yet in the new one', () => {
    const read = { new: [card('1', 'won'), card('2', 'new')], won: [card('3', 'won')] };
    expect(straysOf(read, 'stage').won?.map(({ id }) => id)).toEqual(['1']);
    expect(straysOf(read, 'stage').new).toBeUndefined();
  });

  it('does not show a card twice once its new column has it', () => {
    const read = { new: [card('1', 'won')], won: [card('1', 'won')] };
    expect(straysOf(read, 'stage').won).toBeUndefined();
  });
});
