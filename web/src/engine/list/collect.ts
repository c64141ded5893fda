/** Reads everything that a list finds, not only the pages seen. */
import { fetchPage, type CrmRecord, type ListQuery } from '@/shared/api';

const PAGE = 500;

/** Calls `take` with each page until there is no more, or until `most` records. */
export async function eachPage(
  entity: string, query: ListQuery, most: number, take: (items: CrmRecord[]) => void,
) {
  let cursor: string | null = null;
  let count = 0;
  do {
    const limit = Math.min(PAGE, most - count);
    const page: Awaited<ReturnType<typeof fetchPage>> = await fetchPage(
      entity, { ...query, limit }, cursor);
    take(page.items);
    count += page.items.length;
    cursor = page.next;
  } while (cursor && count < most);
}

export async function collect(entity: string, query: ListQuery, most: number) {
  const all: CrmRecord[] = [];
  await eachPage(entity, query, most, (items) => all.push(...items));
  return all;
}
