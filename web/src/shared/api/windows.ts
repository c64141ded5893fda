/**
 * A long list read in windows: pages follow one another by keyset cursors, only those in sight and
 * around it are held, and one that was let go is read again by its cursor.
 */
import { useQueries, type UseQueryResult } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { keys } from './keys';
import { queryClient } from './query_client';
import { fetchPage } from './records';
import type { CrmRecord, ListQuery, Page } from './types';

export const WINDOW_ROWS = 100;
/** Pages held on either side of what is in sight. */
const HELD_BESIDE = 8;
/** Rows read ahead of what is in sight. */
const AHEAD = 50;
const MOST_CHAINS = 20;

/** What is known of the pages of one list: where each begins, and how many rows it has. */
export interface Chain {
  /** Cursor of each page that can be asked for; the first is null. */
  cursors: (string | null)[];
  /** Rows of a page, as far as it was ever read. */
  counts: (number | undefined)[];
  /** The last page was read: there is nothing after it. */
  ended: boolean;
}

export const newChain = (): Chain => ({ cursors: [null], counts: [], ended: false });

/** Notes a page that was read; what comes after it may begin elsewhere than before. */
export function notePage(chain: Chain, index: number, page: Page) {
  chain.counts[index] = page.items.length;
  if (page.next !== null) {
    if (chain.ended && index === chain.cursors.length - 1) chain.ended = false;
    chain.cursors[index + 1] = page.next;
    return;
  }
  chain.cursors.length = index + 1;
  chain.counts.length = index + 1;
  chain.ended = true;
}

/** A page that can be asked for but never was counts as a full one: rows are on their way. */
const sizeOf = (chain: Chain, index: number) => chain.counts[index] ?? WINDOW_ROWS;

/** The first row of each page, and behind them the number of all rows. */
export function startsOf(chain: Chain): number[] {
  const starts = [0];
  for (let at = 0; at < chain.cursors.length; at += 1) starts.push(starts[at]! + sizeOf(chain, at));
  return starts;
}

/** The page that holds a row; past the end the last one. */
export function pageAt(starts: number[], row: number): number {
  let low = 0;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The rows of a list as a table sees them. */
export interface Rows {
  /** Those read or on their way. */
  count: number;
  /** Those read, once at least. */
  loaded: number;
  /** Nothing comes after them. */
  complete: boolean;
  /** A record that is held; undefined while it is on its way. */
  at: (row: number) => CrmRecord | undefined;
  /** The row of a record that is held, else -1. */
  indexOf: (id: string) => number;
  /** All records held, in order. */
  held: CrmRecord[];
}

const chains = new Map<string, Chain>();

function chainOf(key: string): Chain {
  const chain = chains.get(key) ?? newChain();
  chains.delete(key);
  chains.set(key, chain);
  const [oldest] = chains.keys();
  if (chains.size > MOST_CHAINS && oldest !== undefined) chains.delete(oldest);
  return chain;
}

export const windowKey = (
  entity: string, query: ListQuery, index: number, cursor: string | null,
) => [...keys.list(entity, query), index, cursor] as const;

const windowQuery = (entity: string, query: ListQuery, index: number, cursor: string | null) => ({
  queryKey: windowKey(entity, query, index, cursor),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    fetchPage(entity, { ...query, limit: WINDOW_ROWS }, cursor, signal),
});

/** Reads the beginning of a list, for a table that is to be shown. Never throws. */
export const prepareWindow = (entity: string, query: ListQuery) =>
  queryClient.prefetchQuery(windowQuery(entity, query, 0, null));

function rowsOf(chain: Chain, pages: Map<number, Page>): Rows {
  const starts = startsOf(chain);
  const order = [...pages.keys()].sort((a, b) => a - b);
  const held = order.flatMap((index) => pages.get(index)!.items);
  return {
    count: starts.at(-1)!,
    loaded: chain.counts.reduce<number>((sum, count) => sum + (count ?? 0), 0),
    complete: chain.ended,
    at: (row) => {
      const index = pageAt(starts, row);
      return pages.get(index)?.items[row - starts[index]!];
    },
    indexOf: (id) => {
      for (const index of order) {
        const at = pages.get(index)!.items.findIndex((item) => item.id === id);
        if (at >= 0) return starts[index]! + at;
      }
      return -1;
    },
    held,
  };
}

interface Sight {
  key: string;
  from: number;
  to: number;
}

export interface WindowedList {
  rows: Rows;
  /** Nothing is there to show yet. */
  pending: boolean;
  /** What is shown is of another order or filter; the asked one is on its way. */
  stale: boolean;
  error: Error | null;
  retry: () => void;
  /** Rows in sight, to be told whenever they change. */
  see: (first: number, last: number) => void;
}

/** A list by windows. `query` must keep its identity while it asks for the same. */
export function useWindowedList(entity: string, query: ListQuery): WindowedList {
  const key = useMemo(() => JSON.stringify([entity, query]), [entity, query]);
  const chain = chainOf(key);
  const [sight, setSight] = useState<Sight>({ key, from: 0, to: 0 });
  const seen = useRef(sight);
  const { from, to } = sight.key === key ? sight : { from: 0, to: 0 };

  // What the cache holds already tells where the next page begins.
  const wanted: number[] = [];
  for (let index = from; index <= to && index < chain.cursors.length; index += 1) {
    wanted.push(index);
    const page = queryClient.getQueryData<Page>(
      windowKey(entity, query, index, chain.cursors[index]!));
    if (page) notePage(chain, index, page);
  }
  const results: UseQueryResult<Page>[] = useQueries({
    queries: wanted.map((index) => windowQuery(entity, query, index, chain.cursors[index]!)),
  });
  results.forEach(({ data }, at) => {
    if (data) notePage(chain, wanted[at]!, data);
  });

  const shown = useRef<{ key: string; rows: Rows; pages: Map<number, Page> }>(undefined);
  const ready = shown.current?.key === key || results.some(({ data }) => data);
  const before = shown.current?.key === key ? shown.current.pages : undefined;
  // Pages beside the wanted ones are shown too, as long as the cache holds them; one that begins
  // elsewhere now stands in until its successor is there.
  const pages = new Map<number, Page>();
  if (ready) {
    const most = Math.min(chain.cursors.length - 1, to + HELD_BESIDE);
    for (let index = Math.max(0, from - HELD_BESIDE); index <= most; index += 1) {
      const page = queryClient.getQueryData<Page>(
        windowKey(entity, query, index, chain.cursors[index]!)) ?? before?.get(index);
      if (page) pages.set(index, page);
    }
  }
  const identity = [...pages.values(), chain.cursors.length, chain.ended];
  const rows = useStable(identity, () => rowsOf(chain, pages));
  if (ready) shown.current = { key, rows, pages };

  const see = useCallback((firstRow: number, lastRow: number) => {
    const starts = startsOf(chainOf(key));
    const next = {
      key,
      from: pageAt(starts, Math.max(0, firstRow - AHEAD)),
      to: pageAt(starts, lastRow + AHEAD),
    };
    const old = seen.current;
    if (old.key === key && old.from === next.from && old.to === next.to) return;
    seen.current = next;
    setSight(next);
    letGo(entity, query, next.from, next.to);
  }, [key, entity, query]);

  const failed = results.find(({ error }) => error);
  return {
    rows: shown.current?.rows ?? rows,
    pending: shown.current === undefined && !failed,
    stale: shown.current !== undefined && shown.current.key !== key,
    error: failed?.error ?? null,
    retry: () => {
      for (const result of results) if (result.error) void result.refetch();
    },
    see,
  };
}

/** Forgets pages far from those. */
function letGo(entity: string, query: ListQuery, from: number, to: number) {
  queryClient.removeQueries({
    queryKey: keys.list(entity, query),
    type: 'inactive',
    predicate: ({ queryKey }) => {
      const index = queryKey[3];
      return typeof index === 'number' && (index < from - HELD_BESIDE || index > to + HELD_BESIDE);
    },
  });
}

/** The same value for as long as its ingredients are the same ones. */
function useStable<Value>(ingredients: unknown[], make: () => Value): Value {
  const kept = useRef<{ ingredients: unknown[]; value: Value }>(undefined);
  const before = kept.current?.ingredients;
  const same = before?.length === ingredients.length
    && before.every((one, at) => one === ingredients[at]);
  if (!same) kept.current = { ingredients, value: make() };
  return kept.current!.value;
}
