/**
 * A card moves before the server answers: its record says another column than the list it was read
 * in. Such cards are found here, so that the other column can show them until it is read again.
 */
import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useCallback, useRef, useSyncExternalStore } from 'react';
import { keys, type CrmRecord, type ListQuery, type Page } from '@/shared/api';

interface ByColumn {
  [column: string]: CrmRecord[];
}

/** Cards by the column they belong to, of those that were read in another. */
export function straysOf(read: ByColumn, field: string): ByColumn {
  const strays: ByColumn = {};
  for (const [column, records] of Object.entries(read)) {
    for (const record of records) {
      const now = String(record[field]);
      if (now === column || !(now in read)) continue;
      const known = [...(read[now] ?? []), ...(strays[now] ?? [])];
      if (!known.some(({ id }) => id === record.id)) (strays[now] ??= []).push(record);
    }
  }
  return strays;
}

const NONE: ByColumn = {};

export function useStrays(
  entity: string,
  queries: { [column: string]: ListQuery },
  field: string,
): ByColumn {
  const client = useQueryClient();
  const last = useRef({ signature: '', strays: NONE });
  const subscribe = useCallback(
    (onChange: () => void) =>
      client.getQueryCache().subscribe(({ type, query }) => {
        if (type === 'updated' && query.queryKey[0] === 'list' && query.queryKey[1] === entity)
          onChange();
      }),
    [client, entity],
  );
  return useSyncExternalStore(subscribe, () => {
    const read = Object.fromEntries(
      Object.entries(queries).map(([column, query]) => {
        const data = client.getQueryData<InfiniteData<Page>>(keys.list(entity, query));
        return [column, data?.pages.flatMap((page) => page.items) ?? []];
      }),
    );
    const strays = straysOf(read, field);
    const signature = JSON.stringify(
      Object.entries(strays).map(([column, records]) => [
        column,
        records.map(({ id, version }) => `${id}${version}`),
      ]),
    );
    // The same object for the same answer, or React would draw for ever.
    if (signature !== last.current.signature) last.current = { signature, strays };
    return last.current.strays;
  });
}
