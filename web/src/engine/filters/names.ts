/** Names of records that a filter holds only the ids of. */
import { useQuery } from '@tanstack/react-query';
import { fetchPage, readMetadata, titleOf, type LinkValue } from '@/shared/api';

const REAL_ID = /^[0-9a-f-]{32,36}$/i;

async function find(entities: string[], ids: string[], signal: AbortSignal): Promise<LinkValue[]> {
  const pages = await Promise.all(entities.map(async (name) => {
    const entity = readMetadata()?.entities[name];
    if (!entity) return [];
    const filter = { field: 'id', op: 'in' as const, value: ids };
    const fields = ['id', entity.title];
    const page = await fetchPage(name, { filter, fields, limit: ids.length }, null, signal);
    return page.items.map((record) =>
      ({ id: record.id, entity: name, name: titleOf(entity, record) }));
  }));
  return pages.flat();
}

/** Links for ids of records of any of the entities; one that is not found has no name. */
export function useLinks(entities: string[], ids: string[]): LinkValue[] {
  const real = ids.filter((id) => REAL_ID.test(id)).sort();
  const found = useQuery({
    queryKey: ['names', entities, real],
    enabled: real.length > 0,
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => find(entities, real, signal),
  });
  return real.map((id) => found.data?.find((link) => link.id === id)
    ?? { id, entity: entities[0] ?? '', name: found.isPending ? '…' : null });
}
