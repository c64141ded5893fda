/** Webhooks as the settings show them, and their log of deliveries. */
import { queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import {
  api, fetchPage, keys, queryClient, refreshLists, saveRecord,
  type CrmRecord, type Filter, type LinkValue, type Page,
} from '@/shared/api';

export interface Webhook extends CrmRecord {
  name: string;
  url: string;
  active: boolean | null;
  entity: string;
  events: string[] | null;
  filter: Filter | null;
  owner: LinkValue | null;
  failing_since: string | null;
  last_sent_at: string | null;
  /** What became of the last message, or why none can be made: FAULTS. */
  last_error: string | null;
}

/** Faults of the webhook itself, which only its administrator can mend. */
export const FAULTS = ['webhook_filter', 'webhook_owner'] as const;

export interface Delivery {
  id: string;
  event: string;
  record: { id: string; entity: string } | null;
  state: 'waiting' | 'sending' | 'delivered' | 'failed' | 'cancelled';
  attempts: number;
  created_at: string;
  attempted_at: string | null;
  next_attempt_at: string | null;
  status: number | null;
  error: { code: string; message: string } | null;
  answer: string | null;
  duration_ms: number | null;
}

// What is sent changes by itself: the log is looked at more often than the state of all of them.
const LOOK_EVERY_MS = 3_000;
const STATE_EVERY_MS = 10_000;

const webhooksQuery = queryOptions({
  queryKey: [...keys.lists('webhooks'), 'all'] as const,
  // In the shape of an endless list, so that changes of a record reach this copy too.
  queryFn: async ({ signal }) => ({
    pages: [await fetchPage('webhooks', { sort: 'name', limit: 500 }, null, signal)],
    pageParams: [null],
  }),
  refetchInterval: STATE_EVERY_MS,
  select: ({ pages }) => pages.flatMap((page) => page.items) as unknown as Webhook[],
});

export const useWebhooks = () => useQuery(webhooksQuery);

const logKey = (id: string) => keys.of('webhooks', id, 'deliveries');

/** The newest first. */
export const useDeliveries = (id: string) =>
  useInfiniteQuery({
    queryKey: logKey(id),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Delivery>>(`/webhooks/${id}/deliveries`, {
        query: { limit: 20, cursor: pageParam ?? undefined }, signal,
      }),
    getNextPageParam: (page) => page.next,
    refetchInterval: LOOK_EVERY_MS,
  });

const refreshLog = (id: string) => queryClient.invalidateQueries({ queryKey: logKey(id) });

export type Values = Pick<Webhook, 'name' | 'url' | 'entity' | 'events' | 'filter' | 'active'>;

/** The secret of a new one, which the server tells this once; nothing of one that was there. */
export async function saveWebhook(id: string | undefined, values: Values) {
  if (id) {
    await saveRecord('webhooks', { id, changes: values });
    refreshLists('webhooks');
    return undefined;
  }
  const made = await api.post<{ secret: string }>('/webhooks', values);
  refreshLists('webhooks');
  return made.secret;
}

export async function rotateSecret(id: string) {
  const made = await api.post<{ secret: string }>(`/webhooks/${id}/actions/rotate_secret`, {});
  return made.secret;
}

export async function sendTest(id: string) {
  await api.post(`/webhooks/${id}/actions/test`, {});
  await refreshLog(id);
}

export async function sendAgain(id: string, delivery: string) {
  await api.post(`/webhooks/${id}/deliveries/${delivery}/actions/send_again`, {});
  await refreshLog(id);
}
