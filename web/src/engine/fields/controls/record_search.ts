/** Finds records of one or several entities for a picker. */
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { fetchPage, keys, titleOf, useMetadata, type LinkValue } from '@/shared/api';

export function useRecordSearch(entities: string[], text: string, enabled: boolean) {
  const metadata = useMetadata();
  const [q] = useDebouncedValue(text.trim(), 150);
  const limit = entities.length > 1 ? 5 : 10;
  return useQuery({
    queryKey: keys.search(q, entities),
    enabled,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<LinkValue[]> => {
      const pages = await Promise.all(entities.map(async (name) => {
        const page = await fetchPage(name, { q: q || undefined, limit }, null, signal);
        const entity = metadata.entities[name];
        return page.items.map((record) => ({
          id: record.id,
          entity: name,
          name: entity ? titleOf(entity, record) : String(record.name ?? ''),
        }));
      }));
      return pages.flat();
    },
  });
}
