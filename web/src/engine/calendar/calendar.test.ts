/** Where events stand and where a drag puts them, also on days when the clock jumps. */
import { describe, expect, it } from 'vitest';
import type { CrmRecord, Entity } from '@/shared/api';
import { daysOf, momentOf, stepOf } from './days';
import {
  changesFor, eventOf, queriesOf, valuesAt, type CalendarEvent, type Source,
} from './events';
import { partOn, placeDay, placeRow } from './layout';
import { drawn, moved, resized, shiftDays } from './moves';

const entity = {
  name: 'tasks', title: 'subject', color: 'blue', labels: { one: 'Task' }, actions: [], fields: [],
} as unknown as Entity;

const tasks: Source = {
  entity, start: 'starts_at', end: 'ends_at', due: 'due_at', allDay: 'all_day', dates: false,
  movable: true, fields: ['id'],
};
const deals: Source = {
  entity: { ...entity, name: 'deals' }, start: 'closes_on', dates: true, movable: true, fields: [],
};

const iso = (day: string, hours: number, minutes = 0) =>
  new Date(momentOf(day, hours * 60 + minutes)).toISOString();
const event = (values: Partial<CrmRecord>, source = tasks): CalendarEvent =>
  eventOf(source, { id: '1', subject: 'x', ...values })!;

describe('days', () => {
  it('begins weeks on Monday and fills a month up with whole weeks', () => {
    expect(daysOf('week', '2026-11-22')[0]).toBe('2026-11-16');
    const month = daysOf('month', '2026-11-22');
    expect([month[0], month.at(-1), month.length]).toEqual(['2026-10-26', '2026-12-06', 42]);
  });

  it('steps from the end of a month to the end of a shorter one', () => {
    expect(stepOf('month', '2026-01-31', 1)).toBe('2026-02-28');
  });
});

describe('events', () => {
  it('shows a task without a beginning when it is due', () => {
    const due = event({ due_at: iso('2026-11-22', 14) });
    expect(due.start).toBe(momentOf('2026-11-22', 14 * 60));
    expect(due.end - due.start).toBe(30 * 60_000);
  });

  it('asks for each field by which an event can fall into the days', () => {
    const [begun, due] = queriesOf(tasks, ['2026-11-22']);
    expect(begun?.sort).toBe('starts_at');
    expect(due?.filter).toEqual({ all: [
      { field: 'due_at', op: 'gte', value: iso('2026-11-22', 0) },
      { field: 'due_at', op: 'lt', value: iso('2026-11-23', 0) },
    ] });
    expect(queriesOf(deals, ['2026-11-22', '2026-11-23'])[0]?.filter).toEqual({ all: [
      { field: 'closes_on', op: 'gte', value: '2026-11-22' },
      { field: 'closes_on', op: 'lt', value: '2026-11-24' },
    ] });
  });

  it('moves the due time of a task that has only that', () => {
    const due = event({ due_at: iso('2026-11-22', 14) });
    expect(changesFor(due, shiftDays(due, 1))).toEqual({ due_at: iso('2026-11-23', 14) });
  });

  it('keeps time for a task that is made longer', () => {
    const due = event({ due_at: iso('2026-11-22', 14) });
    const longer = resized(due, { day: '2026-11-22', minutes: 16 * 60 });
    expect(changesFor(due, longer)).toEqual({
      starts_at: iso('2026-11-22', 14), ends_at: iso('2026-11-22', 16),
      due_at: iso('2026-11-22', 16),
    });
  });

  it('turns a timed one into a whole day and back', () => {
    const due = event({ due_at: iso('2026-11-22', 14) });
    const whole = moved(due, { day: '2026-11-22', minutes: 850 }, { day: '2026-11-24' });
    const changes = changesFor(due, whole);
    expect(changes).toEqual({ all_day: true, due_at: iso('2026-11-24', 23, 59) });
    const after = event({ ...due.record, ...changes });
    expect([after.allDay, after.start]).toEqual([true, momentOf('2026-11-24')]);
    const back = moved(after, { day: '2026-11-24' }, { day: '2026-11-25', minutes: 601 });
    expect(changesFor(after, back)).toMatchObject({
      all_day: false, starts_at: iso('2026-11-25', 10),
    });
  });

  it('writes days as days', () => {
    const deal = event({ closes_on: '2026-11-22' }, deals);
    expect(changesFor(deal, shiftDays(deal, -1))).toEqual({ closes_on: '2026-11-21' });
    expect(valuesAt(deals, deal)).toEqual({ closes_on: '2026-11-22' });
  });
});

describe('layout', () => {
  const at = (id: string, from: number, to: number) =>
    event({ id, starts_at: iso('2026-11-22', from), ends_at: iso('2026-11-22', to) });

  it('puts those that overlap side by side, and the next one over the whole width', () => {
    const placed = placeDay('2026-11-22', [at('a', 9, 11), at('b', 10, 12), at('c', 13, 14)]);
    expect(placed.map(({ column, columns }) => [column, columns])).toEqual([
      [0, 2], [1, 2], [0, 1],
    ]);
  });

  it('gives bars lanes and cuts them at the ends of the row', () => {
    const days = daysOf('week', '2026-11-22');
    const long = event({
      id: 'a', all_day: true, starts_at: iso('2026-11-14', 0), ends_at: iso('2026-11-17', 23),
    });
    const short = event({
      id: 'b', all_day: true, starts_at: iso('2026-11-17', 0), ends_at: iso('2026-11-18', 23),
    });
    expect(placeRow(days, [short, long])).toMatchObject([
      { from: 0, days: 2, lane: 0, before: true }, { from: 1, days: 2, lane: 1, after: false },
    ]);
  });
});

describe('drags', () => {
  it('draws by half hours, in either direction', () => {
    const day = '2026-11-22';
    const time = drawn({ day, minutes: 11 * 60 }, { day, minutes: 605 });
    expect([time.start, time.end]).toEqual([
      momentOf('2026-11-22', 600), momentOf('2026-11-22', 660),
    ]);
  });

  it('keeps the real length and the clock where the clock jumps', () => {
    // Wherever the test runs: the days of the year with another number of hours than 24.
    const days = Array.from({ length: 365 }, (_, index) => {
      const day = new Date(2026, 0, 1 + index);
      return `2026-${String(day.getMonth() + 1).padStart(2, '0')}-${
        String(day.getDate()).padStart(2, '0')}`;
    });
    for (const day of days) {
      const meeting = event({ starts_at: iso(day, 10), ends_at: iso(day, 11, 30) });
      const later = shiftDays(meeting, 1);
      expect(new Date(later.start).getHours()).toBe(10);
      expect(later.end - later.start).toBe(90 * 60_000);
      expect(partOn(day, meeting)).toEqual({ from: 600, to: 690 });
    }
  });
});
