/** A record warns of late and missing steps, and only then. */
import { expect, it } from 'vitest';
import type { Entity } from '@/shared/api';
import { dayjs } from '@/shared/i18n/dates';
import { isIdle, isLate } from './warnings';

const entity = (names: string[]) => ({
  name: 'leads', board: { field: 'status' },
  fields: names.map((name) => ({ name, type: name === 'status' ? 'choice' : 'text' })),
}) as unknown as Entity;
const now = dayjs('2026-11-22T12:00:00Z');

it('warns when the next step is in the past', () => {
  expect(isLate({ id: '1', next_activity_at: '2026-11-22T11:00:00Z' }, now)).toBe(true);
  expect(isLate({ id: '1', next_activity_at: '2026-11-22T13:00:00Z' }, now)).toBe(false);
  expect(isLate({ id: '1', next_activity_at: null }, now)).toBe(false);
});

it('misses a next step only where there is a way to go', () => {
  const leads = entity(['status', 'next_activity_at']);
  expect(isIdle(leads, { id: '1' }, false)).toBe(true);
  expect(isIdle(leads, { id: '1' }, true)).toBe(false);
  expect(isIdle(leads, { id: '1', next_activity_at: '2026-11-22T13:00:00Z' }, false)).toBe(false);
  expect(isIdle(entity(['next_activity_at']), { id: '1' }, false)).toBe(false);
});
