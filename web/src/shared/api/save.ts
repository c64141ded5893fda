/**
 * Saving changes of a record: shown everywhere at once, sent one after another with the version
 * last seen, taken back when the server refuses.
 */
import { findCached, patchCached } from './cache';
import { api } from './client';
import { isApiError } from './error';
import { keys } from './keys';
import { readMetadata } from './metadata';
import { queryClient } from './query_client';
import type { CrmRecord } from './types';
import { changesToWire } from './wire';

export interface Save {
  id: string;
  /** New values in the form they are read and shown; links as {id, entity, name}. */
  changes: { [field: string]: unknown };
}

interface Pending {
  changes: Save['changes'];
  done: Promise<unknown>;
}

// Saves of one record that the server has not answered yet, in order. Two edits in quick succession
// must not carry the same version: the second would be refused as stale.
const waiting = new Map<string, Pending[]>();

/** Ends when the saves of the record are answered that wait now; none: none does. Never throws. */
export const whenSaved = (entity: string, id: string): Promise<unknown> | undefined =>
  waiting.get(`${entity}/${id}`)?.at(-1)?.done;

/** Changes of the saves still waiting, so that an answer to an earlier one does not hide them. */
const unanswered = (key: string) =>
  Object.assign({}, ...(waiting.get(key) ?? []).map(({ changes }) => changes)) as Save['changes'];

/**
 * Saves changes. Throws ApiError; after a 412 the cache holds the server's record, and the error's
 * `conflicts` name the fields that others changed too.
 */
export function saveRecord(entity: string, save: Save): Promise<CrmRecord> {
  const key = `${entity}/${save.id}`;
  const queue = waiting.get(key) ?? [];
  const before = findCached(entity, save.id);
  const old = Object.fromEntries(
    Object.keys(save.changes).map((name) => [name, before?.[name] ?? null]));
  // Sent before it is shown: the server works while the screen is drawn.
  const previous = queue.at(-1)?.done;
  const sent = previous ? previous.then(() => send(entity, save)) : send(entity, save);
  const pending: Pending = { changes: save.changes, done: sent };
  waiting.set(key, [...queue, pending]);
  patchCached(entity, save.id, save.changes);
  const settled = sent.then(
    (record) => settle(record),
    (error) => {
      const current = isApiError(error) && error.isStale ? error.problem.current : undefined;
      settle(current ?? old);
      throw error;
    });
  pending.done = settled.catch(() => undefined);
  return settled.then(() => sent);

  function settle(patch: Save['changes']) {
    const rest = (waiting.get(key) ?? []).filter((other) => other !== pending);
    if (rest.length > 0) waiting.set(key, rest);
    else waiting.delete(key);
    patchCached(entity, save.id, { ...patch, ...unanswered(key) });
    // After whoever waits for this has shown that it is saved.
    setTimeout(() => {
      void queryClient.invalidateQueries({ queryKey: ['of', entity, save.id] });
      void queryClient.invalidateQueries({ queryKey: keys.aggregates(entity) });
    });
  }
}

async function send(entity: string, { id, changes }: Save) {
  const body = changesToWire(readMetadata()?.entities[entity], changes);
  const version = findCached(entity, id)?.version;
  return api.patch<CrmRecord>(`/${entity}/${id}`, body, { ifMatch: version });
}
