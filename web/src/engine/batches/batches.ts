/** Batches: one change of many records, done by the server in the background. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { useQuery } from '@tanstack/react-query';
import { api, queryClient, refreshLists, type Filter, type LinkValue } from '@/shared/api';

export type BatchState =
  | 'waiting' | 'running' | 'done' | 'cancelled' | 'failed' | 'undoing' | 'undone';

export interface Batch {
  id: string;
  entity: string;
  state: BatchState;
  /** Names of the fields it changes. */
  fields: string[];
  delete: boolean;
  /** Everything of one person to another. */
  hand_over: { from: LinkValue; to: LinkValue } | null;
  /** Records so far, and in all; 0 in all: not known yet. */
  done: number;
  total: number;
  changed: number;
  unchanged: number;
  refused: number;
  put_back: number;
  kept: number;
  created_at: string;
  error: string | null;
}

export interface BatchOrder {
  entity: string;
  ids?: string[];
  filter?: Filter;
  q?: string;
  change?: { [field: string]: unknown };
  add?: { [field: string]: string[] };
  remove?: { [field: string]: string[] };
  delete?: true;
  hand_over?: { from: string; to: string };
}

/** A record that a batch left as it was, and why. */
export interface Refused {
  id: string;
  entity: string;
  /** Null when it is out of sight. */
  name: string | null;
  did: 'refused' | 'kept';
  message: string;
}

export const isMoving = ({ state }: Batch) =>
  state === 'waiting' || state === 'running' || state === 'undoing';

export const canUndo = (batch: Batch) =>
  batch.changed > 0 && !isMoving(batch) && batch.state !== 'undone';

/** From 0 to 1; undefined while it is not known how much there is. */
export const shareOf = ({ done, total }: Batch) =>
  (total > 0 ? Math.min(1, done / total) : undefined);

interface Watched {
  /** Batches shown at the corner, by who began them; the last begun comes last. */
  ids: { [user: string]: string[] };
}

const useWatched = create<Watched>()(persist<Watched>(() => ({ ids: {} }), { name: 'batches' }));
const NONE: string[] = [];
const MOST_WATCHED = 3;

export const useWatchedBatches = (user: string) =>
  useWatched((watched) => watched.ids[user] ?? NONE);

export const watchBatch = (user: string, id: string) =>
  useWatched.setState(({ ids }) => {
    const others = (ids[user] ?? NONE).filter((other) => other !== id);
    return { ids: { ...ids, [user]: [...others, id].slice(-MOST_WATCHED) } };
  });

export const forgetBatch = (user: string, id: string) =>
  useWatched.setState(({ ids }) => ({
    ids: { ...ids, [user]: (ids[user] ?? NONE).filter((other) => other !== id) },
  }));

export async function startBatch(user: string, order: BatchOrder) {
  const batch = await api.post<Batch>('/batches', order);
  watchBatch(user, batch.id);
  return batch;
}

const SOON_MS = 500;

/** A batch as it is now, asked again while it moves; lists are read anew when it has stopped. */
export const useBatch = (id: string) =>
  useQuery({
    queryKey: ['batch', id],
    queryFn: async ({ signal }) => {
      const batch = await api.get<Batch>(`/batches/${id}`, { signal });
      if (!isMoving(batch)) {
        // What a person had is in many lists. Not this one: it would be asked for again while its
        // answer is being taken in, and so for ever.
        if (batch.hand_over) {
          void queryClient.invalidateQueries({ predicate: ({ queryKey: [of] }) => of !== 'batch' });
        } else refreshLists(batch.entity);
      }
      return batch;
    },
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchInterval: ({ state: { data } }) => (!data || isMoving(data) ? SOON_MS : false),
  });

export const useBatchList = () =>
  useQuery({
    queryKey: ['batches'],
    staleTime: 0,
    queryFn: ({ signal }) => api.get<{ items: Batch[] }>('/batches', { signal }),
    refetchInterval: ({ state: { data } }) => (data?.items.some(isMoving) ? 2 * SOON_MS : false),
  });

export const actOnBatch = (id: string, action: 'cancel' | 'undo') =>
  api.post<Batch>(`/batches/${id}/actions/${action}`, {});

export const fetchReport = (id: string, cursor: string | null, signal?: AbortSignal) =>
  api.get<{ items: Refused[]; next: string | null }>(
    `/batches/${id}/report`, { query: { cursor: cursor ?? undefined, limit: 200 }, signal });
