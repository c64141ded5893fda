/** Reads the events of some days: a page or a few of each source, never everything. */
import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { fetchPage, keys, type ListQuery, type Page } from '@/shared/api';
import { eventOf, queriesOf, type CalendarEvent, type Source } from './events';

const MOST_PAGES = 4;

/** In the shape of endless lists, so that a saved change is seen in it at once. */
async function readPages(entity: string, query: ListQuery, signal: AbortSignal) {
  const pages: Page[] = [];
  let cursor: string | null = null;
  do {
    const page: Page = await fetchPage(entity, query, cursor, signal);
    pages.push(page);
    cursor = page.next;
  } while (cursor && pages.length < MOST_PAGES);
  return { pages, pageParams: pages.map(() => null) };
}

export interface Events {
  events: CalendarEvent[];
  pending: boolean;
  error: Error | undefined;
  /** There are more of them than are shown. */
  more: boolean;
  retry: () => void;
}

export function useEvents(sources: Source[], days: string[]): Events {
  const asked = useMemo(
    () => sources.flatMap((source) =>
      queriesOf(source, days).map((query) => ({ source, query }))),
    [sources, days]);
  const found = useQueries({
    queries: asked.map(({ source, query }) => ({
      queryKey: [...keys.lists(source.entity.name), 'calendar', query],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        readPages(source.entity.name, query, signal),
      placeholderData: keepPreviousData,
    })),
    combine: (results) => ({
      data: results.map((one) => one.data),
      pending: results.some((one) => one.isPending),
      error: results.find((one) => one.error)?.error ?? undefined,
      retry: () => results.forEach((one) => void one.refetch()),
    }),
  });
  const events = useMemo(() => {
    const byKey = new Map<string, CalendarEvent>();
    asked.forEach(({ source }, index) => {
      for (const page of found.data[index]?.pages ?? []) {
        for (const record of page.items) {
          const event = eventOf(source, record);
          if (event) byKey.set(event.key, event);
        }
      }
    });
    return [...byKey.values()].sort((a, b) => a.start - b.start || a.key.localeCompare(b.key));
  }, [asked, found.data]);
  const more = found.data.some((data) => Boolean(data?.pages.at(-1)?.next));
  return { events, pending: found.pending, error: found.error, more, retry: found.retry };
}
