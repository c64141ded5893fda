/** What a calendar shows: records as events, where they come from, how they are changed. */
import type { Color, CrmRecord, Entity, Filter, ListQuery } from '@/shared/api';
import { titleOf } from '@/shared/api';
import { addDays, dayKey, momentOf } from './days';

const HOUR_MS = 3_600_000;
/** Further back than this nothing that still lasts is looked for. */
const LONGEST_DAYS = 31;

/** Records of one entity, and which of their fields say when. */
export interface Source {
  entity: Entity;
  /** Field of the beginning; its type says whether events have a time. */
  start: string;
  end?: string;
  /** Where there is no beginning, this one counts: a task is seen on its due day. */
  due?: string;
  /** A boolean field: the time of day does not matter. */
  allDay?: string;
  /** Type of the field of the beginning is "date". */
  dates: boolean;
  movable: boolean;
  filter?: Filter;
  q?: string;
  /** Read beside what is drawn. */
  fields: string[];
  colorOf?: (record: CrmRecord) => Color | undefined;
}

export interface Time {
  /** Milliseconds; of an all-day event midnights, the last one after its last day. */
  start: number;
  end: number;
  allDay: boolean;
}

export interface CalendarEvent extends Time {
  key: string;
  source: Source;
  record: CrmRecord;
  title: string;
  color: Color;
  /** Done, or otherwise at its end. */
  over: boolean;
}

const CLOSED = ['done', 'cancelled', 'missed'];

const textOf = (record: CrmRecord, name: string | undefined) => {
  const value = name ? record[name] : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** How long an event without an end is drawn. */
export const DRAWN_MS = HOUR_MS / 2;

const nextMidnight = (moment: number) => momentOf(addDays(dayKey(moment), 1));

function timeOf(source: Source, record: CrmRecord): Time | undefined {
  const begins = textOf(record, source.start);
  const at = begins ?? textOf(record, source.due);
  if (!at) return undefined;
  if (source.dates) {
    const last = textOf(record, source.end) ?? at;
    return { start: momentOf(at), end: momentOf(addDays(last > at ? last : at, 1)), allDay: true };
  }
  const start = Date.parse(at);
  const ends = begins ? textOf(record, source.end) : undefined;
  const end = Math.max(ends ? Date.parse(ends) : 0, start);
  if (source.allDay && record[source.allDay] === true) {
    const last = Math.max(start, end);
    return { start: momentOf(dayKey(start)), end: nextMidnight(last), allDay: true };
  }
  return { start, end: end > start ? end : start + DRAWN_MS, allDay: false };
}

export function eventOf(source: Source, record: CrmRecord): CalendarEvent | undefined {
  const time = timeOf(source, record);
  return time && {
    ...time,
    key: `${source.entity.name}:${record.id}`,
    source,
    record,
    title: titleOf(source.entity, record),
    color: source.colorOf?.(record) ?? source.entity.color,
    over: CLOSED.includes(String(record.status)),
  };
}

/** Lasts for so many days that it is drawn as a bar above the hours. */
export const isLong = (time: Time) => time.allDay || time.end - time.start >= 24 * HOUR_MS;

/** Its first and last day. */
export const firstDay = (time: Time) => dayKey(time.start);
export const lastDay = (time: Time) => dayKey(Math.max(time.start, time.end - 1));

/** What to ask the server for: a query for each field by which an event can fall into the days. */
export function queriesOf(source: Source, days: string[]): ListQuery[] {
  const from = days[0]!;
  const to = addDays(days.at(-1)!, 1);
  const value = (day: string) => (source.dates ? day : new Date(momentOf(day)).toISOString());
  const within = (field: string, lasts?: string): Filter[] => [
    { field, op: 'gte', value: value(lasts ? addDays(from, -LONGEST_DAYS) : from) },
    { field, op: 'lt', value: value(to) },
    ...(lasts ? [{ any: [
      { field, op: 'gte', value: value(from) }, { field: lasts, op: 'gte', value: value(from) },
    ] } as Filter] : []),
  ];
  const query = (field: string, lasts?: string): ListQuery => ({
    filter: { all: [...within(field, lasts), ...(source.filter ? [source.filter] : [])] },
    q: source.q,
    sort: field,
    fields: source.fields,
    limit: 500,
  });
  const queries = [query(source.start, source.end)];
  if (source.due) queries.push(query(source.due));
  return queries;
}

/** The changes of a record that put its event at another time. */
export function changesFor(event: CalendarEvent, to: Time): { [field: string]: unknown } {
  const { source, record } = event;
  if (source.dates) {
    const changes: { [field: string]: unknown } = { [source.start]: dayKey(to.start) };
    if (source.end && record[source.end]) changes[source.end] = lastDay(to);
    return changes;
  }
  const iso = (moment: number) => new Date(moment).toISOString();
  const changes: { [field: string]: unknown } = {};
  if (source.allDay && to.allDay !== event.allDay) changes[source.allDay] = to.allDay;
  // An all-day one is due by the last minute of its day.
  const end = to.allDay ? to.end - 60_000 : to.end;
  const hadTime = record[source.start] !== undefined && record[source.start] !== null;
  const sameLength = to.end - to.start === event.end - event.start && to.allDay === event.allDay;
  if (!hadTime && source.due && (sameLength || to.allDay)) {
    changes[source.due] = iso(to.allDay ? end : to.start);
    return changes;
  }
  changes[source.start] = iso(to.start);
  const hadEnd = Boolean(source.end && record[source.end]);
  if (source.end && (hadEnd || !sameLength)) changes[source.end] = iso(end);
  // A task is due when the time kept for it is over, if it was so before.
  if (source.due && (!hadTime || record[source.due] === record[source.end ?? ''])) {
    changes[source.due] = iso(end);
  }
  return changes;
}

/** Values of a new record at a time. */
export function valuesAt(source: Source, time: Time): { [field: string]: unknown } {
  if (source.dates) {
    return {
      [source.start]: dayKey(time.start), ...(source.end && { [source.end]: lastDay(time) }),
    };
  }
  const iso = (moment: number) => new Date(moment).toISOString();
  const end = time.allDay ? time.end - 60_000 : time.end;
  if (time.allDay && source.due) {
    const several = lastDay(time) !== firstDay(time);
    return {
      [source.due]: iso(end), ...(source.allDay && { [source.allDay]: true }),
      ...(several && { [source.start]: iso(time.start), [source.end ?? source.start]: iso(end) }),
    };
  }
  return {
    [source.start]: iso(time.start),
    ...(source.end && { [source.end]: iso(end) }),
    ...(source.due && { [source.due]: iso(end) }),
    ...(source.allDay && { [source.allDay]: time.allDay }),
  };
}
