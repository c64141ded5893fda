/** Reading and writing records of any entity, with optimistic updates. */
import {
  infiniteQueryOptions, keepPreviousData, queryOptions, useInfiniteQuery, useMutation, useQuery,
} from '@tanstack/react-query';
import { dropCached, findCached, refreshLists } from './cache';
import { api, newKey } from './client';
import { keys } from './keys';
import { readMetadata } from './metadata';
import { queryClient } from './query_client';
import { saveRecord, type Save } from './save';
import type { CrmRecord, ListQuery, Page } from './types';
import { changesToWire } from './wire';

const PAGE = 100;
const LONGEST_URL = 1500;
/** In this time a list is left for a record. */
const LEAVING_MS = 50;

/** One page of a list. Long filters go in a body, short ones in the address. */
export function fetchPage(
  entity: string, query: ListQuery, cursor?: string | null, signal?: AbortSignal,
) {
  const { filter, fields, ...rest } = query;
  const flat = {
    ...rest,
    limit: query.limit ?? PAGE,
    fields: fields?.join(','),
    filter: filter && JSON.stringify(filter),
    cursor: cursor ?? undefined,
  };
  if ((flat.filter?.length ?? 0) < LONGEST_URL) {
    return api.get<Page>(`/${entity}`, { query: flat, signal });
  }
  const body = { ...rest, filter, fields, limit: flat.limit, cursor: flat.cursor };
  return api.post<Page>(`/${entity}/query`, body, { signal });
}

export const recordListQuery = (entity: string, query: ListQuery) =>
  infiniteQueryOptions({
    queryKey: keys.list(entity, query),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => fetchPage(entity, query, pageParam, signal),
    getNextPageParam: (page) => page.next,
  });

/** A list as endless pages; while a new query loads, the rows of the last one stay. */
export const useRecordList = (entity: string, query: ListQuery, enabled = true) =>
  useInfiniteQuery({
    ...recordListQuery(entity, query), enabled, placeholderData: keepPreviousData,
  });

/** One record; what a list already showed of it is there at once. */
export const recordQuery = (entity: string, id: string) =>
  queryOptions({
    queryKey: keys.record(entity, id),
    queryFn: () => api.together<CrmRecord>(`/${entity}/${id}`),
    placeholderData: () => findCached(entity, id),
  });

export const useRecord = (entity: string, id: string) => useQuery(recordQuery(entity, id));

export const useSaveRecord = (entity: string) =>
  useMutation({ mutationFn: (save: Save) => saveRecord(entity, save) });

export interface Create {
  values: { [field: string]: unknown };
  /** What to do about a possible duplicate; without it the server answers 409 with candidates. */
  duplicates?: 'create' | 'skip' | 'update';
  idempotencyKey?: string;
}

export async function createRecord(entity: string, create: Create): Promise<CrmRecord> {
  const body = changesToWire(readMetadata()?.entities[entity], create.values);
  const record = await api.post<CrmRecord>(`/${entity}`, body, {
    query: { duplicates: create.duplicates },
    idempotencyKey: create.idempotencyKey ?? newKey(),
  });
  queryClient.setQueryData(keys.record(entity, record.id), record);
  // Mostly the new record is looked at next: a list that is being left is not read for nothing.
  setTimeout(() => refreshLists(entity), LEAVING_MS);
  return record;
}

/** Puts a record into the bin; restoreRecord takes it out. */
export async function deleteRecord(entity: string, id: string) {
  const version = findCached(entity, id)?.version;
  await api.delete(`/${entity}/${id}`, { ifMatch: version });
  dropCached(entity, [id]);
  refreshLists(entity);
}

export async function restoreRecord(entity: string, id: string) {
  const record = await api.post<CrmRecord>(`/${entity}/${id}/restore`);
  refreshLists(entity);
  return record;
}
