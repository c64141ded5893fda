/** Keeps every cached copy of a record the same: the record itself and each list that holds it. */
import type { InfiniteData } from '@tanstack/react-query';
import { keys } from './keys';
import { queryClient } from './query_client';
import type { CrmRecord, Page } from './types';

type Pages = InfiniteData<Page>;

const isPages = (data: unknown): data is Pages =>
  !!data && typeof data === 'object' && Array.isArray((data as Pages).pages);

function mapPages(data: Pages, change: (items: CrmRecord[]) => CrmRecord[]): Pages {
  let changed = false;
  const pages = data.pages.map((page) => {
    const next = mapPage(page, change);
    if (next !== page) changed = true;
    return next;
  });
  return changed ? { ...data, pages } : data;
}

/** A window of a long list (windows.ts). */
const isPage = (data: unknown): data is Page =>
  !!data && typeof data === 'object' && Array.isArray((data as Page).items);

function mapPage(page: Page, change: (items: CrmRecord[]) => CrmRecord[]): Page {
  const items = change(page.items);
  return items === page.items ? page : { ...page, items };
}

function changeLists(entity: string, change: (items: CrmRecord[]) => CrmRecord[]) {
  queryClient.setQueriesData({ queryKey: keys.lists(entity) }, (data: unknown) => {
    if (isPages(data)) return mapPages(data, change);
    return isPage(data) ? mapPage(data, change) : data;
  });
}

/** Merges a patch into every cached copy of the record. */
export function patchCached(entity: string, id: string, patch: { [field: string]: unknown }) {
  queryClient.setQueryData<CrmRecord>(keys.record(entity, id), (record) =>
    record && { ...record, ...patch });
  changeLists(entity, (items) => {
    const index = items.findIndex((item) => item.id === id);
    const item = items[index];
    return item ? items.with(index, { ...item, ...patch }) : items;
  });
}

/** Takes deleted records out of every cached list. */
export function dropCached(entity: string, ids: string[]) {
  const gone = new Set(ids);
  for (const id of ids) queryClient.removeQueries({ queryKey: keys.record(entity, id) });
  changeLists(entity, (items) =>
    items.some((item) => gone.has(item.id)) ? items.filter((item) => !gone.has(item.id)) : items);
}

/** The record as last seen anywhere in the cache. */
export function findCached(entity: string, id: string): CrmRecord | undefined {
  const record = queryClient.getQueryData<CrmRecord>(keys.record(entity, id));
  if (record) return record;
  for (const [, data] of queryClient.getQueriesData({ queryKey: keys.lists(entity) })) {
    for (const page of isPages(data) ? data.pages : isPage(data) ? [data] : []) {
      const item = page.items.find((candidate) => candidate.id === id);
      if (item) return item;
    }
  }
  return undefined;
}

/** Asks again for lists and sums of an entity, after something that may change who is in them. */
export function refreshLists(entity: string) {
  void queryClient.invalidateQueries({ queryKey: keys.lists(entity) });
  void queryClient.invalidateQueries({ queryKey: keys.aggregates(entity) });
}
