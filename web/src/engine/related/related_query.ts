/** Lists of records that point to this one. Cached among the lists of their entity, so that edits,
 * creations and deletions anywhere show in them too. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import {
  api, keys, type Filter, type LinkValue, type Page, type RelatedList,
} from '@/shared/api';

export const RELATED = 'related';
const PAGE = 20;

interface Options {
  filter?: Filter;
  sort?: string;
  limit?: number;
  count?: 'exact';
}

/** `target`: entity of the records; `name`: of the list in the metadata. */
export const relatedQuery = (
  of: Pick<LinkValue, 'entity' | 'id'>, target: string, name: string, options: Options = {},
) =>
  infiniteQueryOptions({
    queryKey: [...keys.lists(target), RELATED, of.entity, of.id, name, options],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      api.together<Page>(`/${of.entity}/${of.id}/related/${name}`, {
        limit: options.limit ?? PAGE,
        sort: options.sort,
        count: options.count,
        filter: options.filter && JSON.stringify(options.filter),
        cursor: pageParam ?? undefined,
      }),
    getNextPageParam: (page) => page.next,
  });

/** How many records the list holds: Page.total. */
export const relatedCount = (
  of: Pick<LinkValue, 'entity' | 'id'>, { entity, name }: RelatedList,
) =>
  queryOptions({
    queryKey: [...keys.lists(entity), RELATED, of.entity, of.id, name, 'count'],
    queryFn: () => api.together<Page>(`/${of.entity}/${of.id}/related/${name}`, {
      limit: 1, count: 'exact', fields: 'version',
    }),
  });
