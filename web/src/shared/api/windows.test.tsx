/** A long list read in windows: what is held, what follows what, what changes meanwhile. */
import { QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dropCached, patchCached, refreshLists } from './cache';
import { queryClient } from './query_client';
import {
  newChain, notePage, pageAt, startsOf, useWindowedList, WINDOW_ROWS,
} from './windows';
import type { CrmRecord, ListQuery, Page } from './types';

const record = (at: number) => ({ id: `r${at}`, version: 1, name: `Name ${at}` }) as CrmRecord;
const page = (count: number, next: string | null): Page => ({
  items: Array.from({ length: count }, (_, at) => record(at)), next,
});

describe('the chain of pages', () => {
  it('counts a page that was never read as a full one', () => {
    const chain = newChain();
    expect(startsOf(chain)).toEqual([0, WINDOW_ROWS]);
    notePage(chain, 0, page(100, 'b'));
    notePage(chain, 1, page(90, 'c'));
    expect(startsOf(chain)).toEqual([0, 100, 190, 290]);
    expect(chain.ended).toBe(false);
  });

  it('ends with the page after which there is none, and goes on when there is again', () => {
    const chain = newChain();
    notePage(chain, 0, page(100, 'b'));
    notePage(chain, 1, page(3, null));
    expect(startsOf(chain)).toEqual([0, 100, 103]);
    expect(chain.ended).toBe(true);
    notePage(chain, 1, page(100, 'c'));
    expect(chain.ended).toBe(false);
    expect(startsOf(chain)).toEqual([0, 100, 200, 300]);
  });

  it('finds the page of a row', () => {
    const starts = [0, 100, 190, 290];
    expect([0, 99, 100, 189, 190, 289, 1000].map((row) => pageAt(starts, row)))
      .toEqual([0, 0, 1, 1, 2, 2, 2]);
  });
});

describe('a list of 2,550 records', () => {
  let all: CrmRecord[] = [];
  let asked: number[] = [];
  const query: ListQuery = { sort: 'name', fields: ['name'] };

  beforeEach(() => {
    all = Array.from({ length: 2550 }, (_, at) => record(at));
    asked = [];
    vi.stubGlobal('fetch', async (url: string) => {
      const from = Number(new URL(url, 'http://x').searchParams.get('cursor') ?? 0);
      asked.push(from);
      const items = all.slice(from, from + WINDOW_ROWS);
      const next = from + WINDOW_ROWS < all.length ? String(from + WINDOW_ROWS) : null;
      return new Response(JSON.stringify({ items, next }));
    });
  });
  afterEach(() => {
    queryClient.clear();
    vi.unstubAllGlobals();
  });

  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
  );
  const open = async (about: ListQuery = query) => {
    const { result, rerender } = renderHook(
      (props: ListQuery) => useWindowedList('deals', props), { wrapper, initialProps: about });
    await waitFor(() => expect(result.current.rows.at(0)?.id).toBe('r0'));
    const scroll = async (row: number) => {
      act(() => result.current.see(row, row + 30));
      await waitFor(() => expect(result.current.rows.at(row)?.id).toBe(all[row]!.id));
    };
    return { result, rerender, scroll };
  };

  it('reads on as rows come into sight, and lets go of those left behind', async () => {
    const { result, scroll } = await open();
    expect(result.current.rows.count).toBe(200);
    for (let row = 50; row < 2500; row += 50) await scroll(row);
    expect(result.current.rows.held.length).toBeLessThanOrEqual(1900);
    expect(result.current.rows.at(0)).toBeUndefined();
    await scroll(2500);
    expect(result.current.rows.count).toBe(2550);
    expect(result.current.rows.complete).toBe(true);
    const before = asked.length;
    await scroll(0);
    // By its own cursor at once, not by walking there.
    expect(asked.length - before).toBeLessThanOrEqual(2);
  });

  it('jumps from the first window to the last', async () => {
    all = all.slice(0, 130);
    const { result } = await open();
    act(() => result.current.see(168, 199));
    await waitFor(() => expect(result.current.rows.complete).toBe(true));
    expect(result.current.rows.count).toBe(130);
  });

  it('shows what is saved and deleted in any window', async () => {
    const { result, scroll } = await open();
    await scroll(150);
    act(() => patchCached('deals', 'r150', { name: 'Other' }));
    await waitFor(() => expect(result.current.rows.at(150)?.name).toBe('Other'));
    expect(result.current.rows.indexOf('r150')).toBe(150);
    act(() => dropCached('deals', ['r120']));
    await waitFor(() => expect(result.current.rows.indexOf('r150')).toBe(149));
    expect(result.current.rows.count).toBe(299);
  });

  it('reads anew only what is in sight', async () => {
    const { result, scroll } = await open();
    for (let row = 50; row <= 600; row += 50) await scroll(row);
    asked = [];
    all = all.map((one) => ({ ...one, name: 'New' }));
    act(() => refreshLists('deals'));
    await waitFor(() => expect(result.current.rows.at(610)?.name).toBe('New'));
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  it('keeps the rows of the last order until the next one is there', async () => {
    const { result, rerender } = await open();
    all = all.toReversed();
    rerender({ ...query, sort: '-name' });
    expect(result.current.stale).toBe(true);
    expect(result.current.rows.at(0)?.id).toBe('r0');
    await waitFor(() => expect(result.current.rows.at(0)?.id).toBe('r2549'));
    expect(result.current.stale).toBe(false);
  });
});
