/**
 * Changes of others as they happen: what is shown of a changed record is read anew, lists are asked
 * again, a little later and not too often. After a broken connection what was missed is caught up.
 */
import { dropCached, findCached, patchCached, refreshLists } from './cache';
import { api, apiUrl } from './client';
import { keys } from './keys';
import { readMetadata } from './metadata';
import { queryClient } from './query_client';
import { whenSaved } from './save';
import type { CrmRecord } from './types';

interface Change {
  entity: string;
  id: string;
  kind: string;
  version: number;
}

interface News {
  items: Change[];
  /** Where to go on after a break. */
  next: string;
  more: boolean;
  /** Version of the metadata: another than before when an administrator changed the model. */
  metadata?: string;
}

const SOON_MS = 300;
const AT_MOST_EVERY_MS = 4000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 60_000;
// More at once is an import or a bulk change: reading all anew is cheaper than one by one.
const MANY = 40;
// People, teams and roles are in the metadata: names, rights, what may be chosen.
const IN_METADATA = new Set(['users', 'teams', 'roles', 'pipelines']);

const GONE = new Set(['deleted', 'purged']);

const asked = new Map<string, number>();
const waiting = new Map<string, ReturnType<typeof setTimeout>>();

/** Lists of an entity, once for many changes in a row. */
function refreshSoon(entity: string) {
  if (waiting.has(entity)) return;
  const rest = (asked.get(entity) ?? 0) + AT_MOST_EVERY_MS - Date.now();
  waiting.set(entity, setTimeout(() => {
    waiting.delete(entity);
    asked.set(entity, Date.now());
    refreshLists(entity);
    if (IN_METADATA.has(entity)) void queryClient.invalidateQueries({ queryKey: ['metadata'] });
  }, Math.max(SOON_MS, rest)));
}

async function readAnew({ entity, id, version }: Change) {
  const known = findCached(entity, id);
  if (!known || (known.version ?? 0) >= version) return;
  try {
    const record = await api.get<CrmRecord>(`/${entity}/${id}`);
    if (whenSaved(entity, id)) return;
    patchCached(entity, id, record);
  } catch {
    // Gone, or out of sight now; the lists will tell.
  }
  void queryClient.invalidateQueries({ queryKey: ['of', entity, id] });
}

/** What the server tells of a record before it answers a save of it may be that very save. */
function comesLater(change: Change): boolean {
  const saved = whenSaved(change.entity, change.id);
  void saved?.then(() => applyChanges([change]));
  return saved !== undefined;
}

/** Whether the change is news: one's own are in the cache once their answer is. */
const isNews = ({ entity, id, kind, version }: Change) =>
  GONE.has(kind) ? findCached(entity, id) !== undefined
    : (findCached(entity, id)?.version ?? 0) < version;

/** Brings the cache up to what has changed. */
export function applyChanges(changes: Change[]) {
  const news = changes.filter((change) => !comesLater(change) && isNews(change));
  for (const entity of new Set(news.map((change) => change.entity))) refreshSoon(entity);
  if (news.length > MANY) {
    for (const entity of new Set(news.map((change) => change.entity))) {
      void queryClient.invalidateQueries({ queryKey: keys.records(entity) });
      void queryClient.invalidateQueries({ queryKey: ['of', entity] });
    }
    return;
  }
  for (const change of news) {
    if (GONE.has(change.kind)) dropCached(change.entity, [change.id]);
    else void readAnew(change);
  }
}

/** After a change of the model everything shown is read anew: fields came, went, or changed. */
export function applyMetadata(version: string | undefined) {
  const known = readMetadata();
  if (version && known && known.version !== version) void queryClient.invalidateQueries();
}

/** What comes besides changes: how many notices are unread, who else is at the record. */
export interface Told {
  notices?: number;
  here?: { entity: string; id: string; people: { id: string; name: string; editing: boolean }[] };
}

const tellers = new Set<(told: Told) => void>();
let socket: WebSocket | undefined;
let place: unknown = null;

const say = () => {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ at: place }));
};

/** Calls `hear` with all that comes besides changes, until the returned function is called. */
export function onTold(hear: (told: Told) => void) {
  tellers.add(hear);
  return () => void tellers.delete(hear);
}

/** Tells the server at which record this window is; after a broken connection once more. */
export function sayWhere(at: { entity: string; id: string; editing: boolean } | null) {
  place = at;
  say();
}

/** Listens until the returned function is called. */
export function listen(): () => void {
  let cursor = '';
  let retry = FIRST_RETRY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const take = (news: News) => {
    cursor = news.next;
    applyMetadata(news.metadata);
    applyChanges(news.items);
  };
  const catchUp = async () => {
    let more = cursor !== '';
    while (more && !stopped) {
      const news = await api.get<News>('/changes', { query: { since: cursor } });
      take(news);
      more = news.more;
    }
  };
  const open = () => {
    const { protocol, host } = window.location;
    socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}${apiUrl('/stream')}`);
    socket.onopen = () => {
      retry = FIRST_RETRY_MS;
      if (place) say();
      // Between reading and listening nothing may fall through: listen first, then catch up.
      void catchUp().catch(() => socket?.close());
    };
    socket.onmessage = ({ data }) => {
      const news = JSON.parse(String(data)) as News & Told;
      if (news.items) take(news);
      else tellers.forEach((hear) => hear(news));
    };
    socket.onclose = () => {
      if (stopped) return;
      timer = setTimeout(open, retry * (0.75 + Math.random() / 2));
      retry = Math.min(retry * 2, LAST_RETRY_MS);
    };
  };
  open();
  return () => {
    stopped = true;
    clearTimeout(timer);
    socket?.close();
  };
}
