/** A list opens as it was left: its address, and how far it was scrolled. */
import type { ListSearch } from '../list/search_params';
import { readListSearch } from '../list/search_params';

const key = (user: string, entity: string) => `list:${user}:${entity}`;

export function rememberList(user: string, entity: string, shown: ListSearch) {
  const { open: _, day: __, ...search } = shown;
  try {
    localStorage.setItem(key(user, entity), JSON.stringify(search));
  } catch {
    // A full or forbidden storage only means that nothing is remembered.
  }
}

/** What the list showed when it was left; empty: everything. Undefined: never opened here. */
export function lastList(user: string, entity: string): ListSearch | undefined {
  try {
    const text = localStorage.getItem(key(user, entity));
    return text ? readListSearch(JSON.parse(text)) : undefined;
  } catch {
    return undefined;
  }
}

const offsets = new Map<string, number>();

/** Where a list of this query was scrolled to; for as long as the page lives. */
export const lastOffset = (list: string) => offsets.get(list) ?? 0;
export const rememberOffset = (list: string, offset: number) => offsets.set(list, offset);
