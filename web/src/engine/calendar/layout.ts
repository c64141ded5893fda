/** Where events stand: side by side within a day, in lanes across days. */
import { clockOf, DAY_MINUTES, daysBetween, momentOf, addDays, STEP_MINUTES } from './days';
import { firstDay, isLong, lastDay, type CalendarEvent } from './events';

export interface Placed {
  event: CalendarEvent;
  /** Minutes on the clock of the day. */
  from: number;
  to: number;
  /** Which column of how many, for those that overlap. */
  column: number;
  columns: number;
}

/** The part of a time that a day shows, in minutes on its clock; undefined: none of it. */
export function partOn(day: string, time: { start: number; end: number }) {
  const begins = momentOf(day);
  const ends = momentOf(addDays(day, 1));
  if (time.start >= ends || time.end <= begins) return undefined;
  const from = time.start <= begins ? 0 : clockOf(time.start);
  const to = time.end >= ends ? DAY_MINUTES : clockOf(time.end);
  // Where the clock is put back, an end can read earlier than its beginning.
  return { from, to: Math.min(DAY_MINUTES, Math.max(to, from + STEP_MINUTES)) };
}

/** The timed events of a day; those that overlap share the width. */
export function placeDay(day: string, events: CalendarEvent[]): Placed[] {
  const parts = events
    .filter((event) => !isLong(event))
    .flatMap((event): Placed[] => {
      const part = partOn(day, event);
      return part ? [{ event, ...part, column: 0, columns: 1 }] : [];
    })
    .sort((a, b) => a.from - b.from || b.to - a.to || a.event.key.localeCompare(b.event.key));
  let group: Placed[] = [];
  let until = 0;
  const close = () => {
    const columns = Math.max(0, ...group.map(({ column }) => column)) + 1;
    for (const one of group) one.columns = columns;
  };
  for (const part of parts) {
    if (part.from >= until) {
      close();
      group = [];
    }
    const taken = new Set(group.filter(({ to }) => to > part.from).map(({ column }) => column));
    while (taken.has(part.column)) part.column += 1;
    group.push(part);
    until = Math.max(until, part.to);
  }
  close();
  return parts;
}

export interface Bar {
  event: CalendarEvent;
  /** Index of the first day of the row, number of days, lane from the top. */
  from: number;
  days: number;
  lane: number;
  /** Goes on before the row, or after it. */
  before: boolean;
  after: boolean;
}

/** Events as bars over a row of days; `which` picks those that are drawn so. */
export function placeRow(
  days: string[], events: CalendarEvent[], which: (event: CalendarEvent) => boolean = isLong,
): Bar[] {
  const first = days[0]!;
  const lanes: number[] = [];
  return events
    .filter(which)
    .map((event) => ({ event, from: daysBetween(first, firstDay(event)),
      to: daysBetween(first, lastDay(event)) }))
    .filter(({ from, to }) => to >= 0 && from < days.length)
    .sort((a, b) =>
      Math.max(a.from, 0) - Math.max(b.from, 0)
      || Number(isLong(b.event)) - Number(isLong(a.event))
      || (b.to - b.from) - (a.to - a.from)
      || a.event.start - b.event.start
      || a.event.key.localeCompare(b.event.key))
    .map(({ event, from, to }) => {
      const begins = Math.max(from, 0);
      const ends = Math.min(to, days.length - 1);
      let lane = lanes.findIndex((until) => until < begins);
      if (lane < 0) lane = lanes.length;
      lanes[lane] = ends;
      return {
        event, lane, from: begins, days: ends - begins + 1,
        before: from < 0, after: to >= days.length,
      };
    });
}
