/** A timeline falls into days; edits in one go become one entry. */
import { expect, it } from 'vitest';
import { dayjs } from '@/shared/i18n/dates';
import { foldChanges, groupByDay } from './days';
import type { TimelineItem } from './types';

const at = (text: string) => dayjs(text).toISOString();

it('groups by the person’s own day', () => {
  const items = ['2026-11-22T00:10', '2026-11-21T23:50', '2026-11-21T08:00', '2026-11-19T12:00']
    .map((text) => ({ at: at(text) }));
  expect(groupByDay(items).map(({ day, items: own }) => [day, own.length])).toEqual([
    ['2026-11-22', 1], ['2026-11-21', 2], ['2026-11-19', 1],
  ]);
});

const change = (
  minute: number, field: string, old: unknown, now: unknown, actor = 'u1',
): TimelineItem => ({
  kind: 'change', at: at(`2026-11-22T10:${String(minute).padStart(2, '0')}`),
  actor: { id: actor, name: actor }, entity: 'deals', id: 'd1',
  changes: [{ field, old, new: now }],
});

it('folds edits in one go, from the first value to the last', () => {
  const folded = foldChanges([
    change(6, 'amount', 2, 3), change(4, 'name', 'a', 'b'), change(2, 'amount', 1, 2),
  ]);
  expect(folded).toHaveLength(1);
  expect(folded[0]!.changes).toEqual([
    { field: 'amount', old: 1, new: 3 }, { field: 'name', old: 'a', new: 'b' },
  ]);
});

it('keeps apart what others did and what came later', () => {
  const items = [
    change(50, 'amount', 3, 4), change(20, 'amount', 2, 3), change(19, 'amount', 1, 2, 'u2'),
  ];
  expect(foldChanges(items)).toEqual(items);
});

it('leaves out what was put back at once', () => {
  expect(foldChanges([change(3, 'name', 'b', 'a'), change(2, 'name', 'a', 'b')])).toEqual([]);
});

it('does not fold across a note', () => {
  const note: TimelineItem = { ...change(3, 'x', 1, 2), kind: 'note', id: 'n1' };
  const items = [change(4, 'amount', 2, 3), note, change(2, 'amount', 1, 2)];
  expect(foldChanges(items)).toEqual(items);
});
