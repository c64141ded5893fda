/** Which kinds of a list suit an entity, and what becomes of one that does not. */
import { expect, it } from 'vitest';
import type { Entity } from '@/shared/api';
import { isKind } from './kind_names';
import { kindFor, kindsOf, nextKind } from './kinds';

const deals = { board: { field: 'stage' }, fields: [] } as unknown as Entity;
const notes = { fields: [] } as unknown as Entity;

it('offers a board only where there are stages', () => {
  expect(kindsOf(deals)).toContain('kanban');
  expect(kindsOf(notes)).toEqual(['table']);
});

it('shows a table where the kind does not suit', () => {
  expect(kindFor(notes, 'kanban')).toBe('table');
  expect(kindFor(deals, 'kanban')).toBe('kanban');
  expect(kindFor(deals, undefined)).toBe('table');
});

it('offers a calendar where there are dates to be kept, a map where there are addresses', () => {
  const made = (fields: object[]) => ({ fields }) as unknown as Entity;
  expect(kindsOf(made([{ name: 'created_at', type: 'instant' }]))).toEqual(['table']);
  expect(kindsOf(made([{ name: 'closes_on', type: 'date' }]))).toEqual(['table', 'calendar']);
  expect(kindsOf(made([{ name: 'address', type: 'address' }]))).toEqual(['table', 'map']);
});

it('goes round by the key', () => {
  const kinds = kindsOf(deals);
  expect(nextKind(deals, 'table')).toBe('kanban');
  expect(nextKind(deals, kinds.at(-1)!)).toBe('table');
  expect(nextKind(notes, 'table')).toBe('table');
});

it('knows kinds by name', () => {
  expect(isKind('calendar')).toBe(true);
  expect(isKind('gantt')).toBe(false);
});
