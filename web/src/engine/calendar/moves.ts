/** Where a drag puts an event: from the place it was taken at to the place under the pointer. */
import {
  addDays, clockOf, dayKey, daysBetween, momentOf, snap, STEP_MINUTES,
} from './days';
import { firstDay, isLong, type CalendarEvent, type Time } from './events';

const MINUTE_MS = 60_000;
const NEW_MINUTES = 60;

/** A place on a calendar; one without minutes is a whole day. */
export interface Place {
  day: string;
  minutes?: number;
}

/** Later by whole days; the clock of the beginning and the real length stay. */
export function shiftDays(time: Time, days: number): Time {
  const start = momentOf(addDays(dayKey(time.start), days), clockOf(time.start));
  const end = time.allDay
    ? momentOf(addDays(dayKey(time.end), days)) : start + (time.end - time.start);
  return { start, end, allDay: time.allDay };
}

/** Later by minutes on the clock. */
export function shiftMinutes(time: Time, minutes: number): Time {
  const start = momentOf(dayKey(time.start), clockOf(time.start) + minutes);
  return { ...time, start, end: start + (time.end - time.start) };
}

export const wholeDay = (first: string, last = first): Time => ({
  start: momentOf(first), end: momentOf(addDays(last, 1)), allDay: true,
});

export function moved(event: CalendarEvent, from: Place, to: Place): Time {
  const { source } = event;
  if (to.minutes === undefined && from.minutes !== undefined && !event.allDay) {
    return source.allDay ? wholeDay(to.day) : shiftDays(event, daysBetween(from.day, to.day));
  }
  if (to.minutes !== undefined && event.allDay && !source.dates) {
    const start = momentOf(to.day, snap(to.minutes));
    return { start, end: start + NEW_MINUTES * MINUTE_MS, allDay: false };
  }
  const days = daysBetween(from.day, to.day);
  if (to.minutes === undefined || from.minutes === undefined || isLong(event)) {
    return shiftDays(event, days);
  }
  const clock = snap(clockOf(event.start) + to.minutes - from.minutes);
  const start = momentOf(addDays(firstDay(event), days), clock);
  return { start, end: start + (event.end - event.start), allDay: false };
}

export function resized(event: CalendarEvent, to: Place): Time {
  if (to.minutes === undefined || isLong(event)) {
    const last = to.day < firstDay(event) ? firstDay(event) : to.day;
    if (event.allDay) return wholeDay(firstDay(event), last);
    const end = momentOf(last, clockOf(event.end));
    return { ...event, end: Math.max(end, event.start + STEP_MINUTES * MINUTE_MS) };
  }
  const end = momentOf(to.day, snap(to.minutes));
  return {
    start: event.start, end: Math.max(end, event.start + STEP_MINUTES * MINUTE_MS), allDay: false,
  };
}

/** What is drawn over an empty place, from one place to another. */
export function drawn(from: Place, to: Place): Time {
  if (from.minutes === undefined || to.minutes === undefined) {
    return from.day < to.day ? wholeDay(from.day, to.day) : wholeDay(to.day, from.day);
  }
  const floor = Math.floor(from.minutes / (2 * STEP_MINUTES)) * 2 * STEP_MINUTES;
  const begun = momentOf(from.day, floor);
  const ended = momentOf(from.day, snap(to.minutes));
  const [start, end] = ended < begun ? [ended, begun] : [begun, ended];
  return { start, end: Math.max(end, start + 2 * STEP_MINUTES * MINUTE_MS), allDay: false };
}

/** For a touch without a movement. */
export function touched(place: Place): Time {
  if (place.minutes === undefined) return wholeDay(place.day);
  const { start } = drawn(place, place);
  return { start, end: start + NEW_MINUTES * MINUTE_MS, allDay: false };
}

/** When something is begun of which only the day is known: the next half hour, or at nine. */
export function usualTime(day: string, now = Date.now()): Time {
  const minutes = day === dayKey(now) ? (Math.floor(clockOf(now) / 30) + 1) * 30 : 9 * 60;
  const start = momentOf(day, minutes);
  return { start, end: start + NEW_MINUTES * MINUTE_MS, allDay: false };
}

export const sameTime = (a: Time, b: Time) =>
  a.start === b.start && a.end === b.end && a.allDay === b.allDay;
