/** Orders a timeline for reading: by days of the person's zone, small changes folded together. */
import { dayjs } from '@/shared/i18n/dates';
import type { Change, TimelineItem } from './types';

export interface Day<Item> {
  /** "2026-11-22". */
  day: string;
  items: Item[];
}

/** Items that follow each other on one day, together; the order stays. */
export function groupByDay<Item extends { at: string }>(items: Item[]): Day<Item>[] {
  const days: Day<Item>[] = [];
  for (const item of items) {
    const day = dayjs(item.at).format('YYYY-MM-DD');
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ day, items: [item] });
  }
  return days;
}

const FOLD_MINUTES = 10;

const foldable = (newer: TimelineItem, older: TimelineItem) =>
  newer.kind === 'change' && older.kind === 'change'
  && newer.id === older.id && newer.actor?.id === older.actor?.id
  && dayjs(newer.at).diff(older.at, 'minute') < FOLD_MINUTES;

function joinChanges(newer: Change[], older: Change[]): Change[] {
  const joined = older.map((change) => ({ ...change }));
  for (const change of newer) {
    const same = joined.find(({ field }) => field === change.field);
    if (same) same.new = change.new;
    else joined.push(change);
  }
  return joined.filter((change) => JSON.stringify(change.old) !== JSON.stringify(change.new));
}

/**
 * Changes of one person within ten minutes become one, from the first value to the last; what was
 * put back at once is left out. Newest first, in and out.
 */
export function foldChanges(items: TimelineItem[]): TimelineItem[] {
  const folded: TimelineItem[] = [];
  for (const item of items) {
    const newer = folded.at(-1);
    if (newer && foldable(newer, item)) {
      folded[folded.length - 1] = {
        ...newer, changes: joinChanges(newer.changes ?? [], item.changes ?? []),
      };
    } else {
      folded.push(item);
    }
  }
  return folded.filter(({ kind, changes }) => kind !== 'change' || (changes?.length ?? 0) > 0);
}
