/** What others change is shown; what one changed oneself is not read again. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { currentLanguage } from '../i18n';
import { patchCached } from './cache';
import { keys } from './keys';
import { listen } from './live';
import { queryClient } from './query_client';
import { saveRecord } from './save';
import type { CrmRecord } from './types';

class Socket {
  static opened: Socket[] = [];
  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: () => void;
  constructor(readonly url: string) {
    Socket.opened.push(this);
  }
  close() {
    this.onclose?.();
  }
  tell(items: object[], next = 'c1', metadata?: string) {
    this.onmessage?.({ data: JSON.stringify({ items, next, more: false, metadata }) });
  }
}

const answers: { [path: string]: unknown } = {};
const fetched: string[] = [];
let stop = () => {};

const record = () => queryClient.getQueryData<CrmRecord>(keys.record('deals', '1'));
const change = (part: object) => ({ entity: 'deals', id: '1', kind: 'updated', ...part });

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Socket);
  vi.stubGlobal('fetch', async (url: string) => {
    fetched.push(url);
    return new Response(JSON.stringify(answers[url] ?? {}));
  });
  Socket.opened = [];
  fetched.length = 0;
  queryClient.setQueryData(keys.record('deals', '1'), { id: '1', version: 3, name: 'old' });
  answers['/api/v1/deals/1'] = { id: '1', version: 4, name: 'new' };
  stop = listen();
});

afterEach(() => {
  stop();
  queryClient.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('reads a record anew that somebody else changed', async () => {
  Socket.opened[0]!.tell([change({ version: 4 })]);
  await vi.waitFor(() => expect(record()).toMatchObject({ name: 'new', version: 4 }));
});

it('does not read what it knows already', async () => {
  patchCached('deals', '1', { version: 4 });
  Socket.opened[0]!.tell([change({ version: 4 })]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(fetched).toEqual([]);
});

it('does not take its own save for news that comes before the answer', async () => {
  const saved = saveRecord('deals', { id: '1', changes: { name: 'new' } });
  Socket.opened[0]!.tell([change({ version: 4 })]);
  await saved;
  await vi.advanceTimersByTimeAsync(1000);
  expect(fetched).toEqual(['/api/v1/deals/1']);
});

it('reads what somebody else changed right after its own save', async () => {
  const saved = saveRecord('deals', { id: '1', changes: { name: 'new' } });
  answers['/api/v1/deals/1'] = { id: '1', version: 5, name: 'theirs' };
  Socket.opened[0]!.tell([change({ version: 4 }), change({ version: 5 })]);
  await saved;
  await vi.waitFor(() => expect(record()).toMatchObject({ name: 'theirs', version: 5 }));
});

it('forgets a record that was deleted', () => {
  Socket.opened[0]!.tell([change({ version: 4, kind: 'deleted' })]);
  expect(record()).toBeUndefined();
});

it('reads everything anew when the model was changed, and only then', () => {
  queryClient.setQueryData(keys.metadata(currentLanguage()), { version: 'm1' });
  const isStale = () => queryClient.getQueryState(keys.record('deals', '1'))?.isInvalidated;
  Socket.opened[0]!.tell([], 'c1', 'm1');
  expect(isStale()).toBe(false);
  Socket.opened[0]!.tell([], 'c1', 'm2');
  expect(isStale()).toBe(true);
});

it('connects again after a break and catches up', async () => {
  const [first] = Socket.opened;
  first!.tell([], 'c7');
  first!.onclose?.();
  await vi.advanceTimersByTimeAsync(2000);
  expect(Socket.opened).toHaveLength(2);
  answers['/api/v1/changes?since=c7'] = {
    items: [change({ version: 4 })],
    next: 'c8',
    more: false,
  };
  Socket.opened[1]!.onopen?.();
  await vi.waitFor(() => expect(record()).toMatchObject({ name: 'new' }));
});
