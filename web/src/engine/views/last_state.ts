/** A list opens as it was left: its address, and how far it was scrolled. */
import type { ListSearch } from '../list/search_params';
import { readListSearch } from '../list/search_params';

const key = (user: string, entity: string) => `list:${user}:${entity}`;

export function rememberList(user: string, entity: string, { open: _, ...search }: ListSearch) {
  try {
    if (Object.keys(search).length === 0) localStorage.removeItem(key(user, entity));
    else localStorage.setItem(key(user, entity), JSON.stringify(search));
  } catch {
    // A full or forbidden storage only means that nothing is remembered.
  }
}

export function lastList(user: string, entity: string): ListSearch | undefined {
  try {
    const text = localStorage.getItem(key(user, entity));
    const search = text ? readListSearch(JSON.parse(text)) : {};
    return Object.keys(search).length > 0 ? search : undefined;
  } catch {
    return undefined;
  }
}

const offsets = new Map<string, number>();

/** Where a list of this query was scrolled to; for as long as the page lives. */
export const lastOffset = (list: string) => offsets.get(list) ?? 0;
export const rememberOffset = (list: string, offset: number) => offsets.set(list, offset);
