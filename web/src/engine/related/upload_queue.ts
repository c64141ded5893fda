/** Files on their way to the server: one after another, each told of until it is stored. */
import i18next from 'i18next';
import { create } from 'zustand';
import {
  isApiError, MOST_FILE_BYTES, refreshLists, uploadFile, type LinkValue,
} from '@/shared/api';
import { notify } from '@/shared/ui';
import { refreshRecord } from '../record/refresh';
import { formatBytes } from './format_bytes';

export interface Upload {
  key: number;
  /** The record that it is tied to. */
  of: LinkValue;
  file: File;
  state: 'waiting' | 'sending' | 'failed';
  /** How much has gone, from 0 to 1. */
  share: number;
  /** Why it failed. */
  message?: string;
  /** False when trying again cannot help. */
  again?: boolean;
}

export const useUploads = create<{ uploads: Upload[] }>(() => ({ uploads: [] }));

const stops = new Map<number, AbortController>();
let count = 0;
let running = false;

const put = (key: number, changes: Partial<Upload>) =>
  useUploads.setState(({ uploads }) => ({
    uploads: uploads.map((one) => (one.key === key ? { ...one, ...changes } : one)),
  }));
const drop = (key: number) =>
  useUploads.setState(({ uploads }) => ({ uploads: uploads.filter((one) => one.key !== key) }));

function begun(of: LinkValue, file: File): Upload {
  const upload: Upload = { key: ++count, of, file, state: 'waiting', share: 0 };
  if (file.size <= MOST_FILE_BYTES) return upload;
  const message = i18next.t('record:files.tooLarge', { most: formatBytes(MOST_FILE_BYTES) });
  return { ...upload, state: 'failed', message, again: false };
}

/** Begins to send files that belong to a record. */
export function sendFiles(of: LinkValue, files: File[]) {
  if (files.length === 0) return;
  const more = files.map((file) => begun(of, file));
  useUploads.setState(({ uploads }) => ({ uploads: [...uploads, ...more] }));
  void run();
}

export function sendAgain(key: number) {
  put(key, { state: 'waiting', share: 0, message: undefined });
  void run();
}

/** Stops it, or takes a failed one off the list. */
export function dropUpload(key: number) {
  stops.get(key)?.abort();
  drop(key);
}

/** One after another: a slow line carries no more by several at once. */
async function run() {
  if (running) return;
  running = true;
  let stored = 0;
  const next = () => useUploads.getState().uploads.find(({ state }) => state === 'waiting');
  for (let upload = next(); upload; upload = next()) stored += await sendOne(upload);
  running = false;
  if (stored > 0) notify(i18next.t('record:files.stored', { count: stored }));
}

async function sendOne({ key, of, file }: Upload): Promise<number> {
  const stop = new AbortController();
  stops.set(key, stop);
  put(key, { state: 'sending' });
  try {
    await uploadFile(file, {
      related: of, signal: stop.signal, onProgress: (share) => put(key, { share }),
    });
    drop(key);
    refreshLists('files');
    refreshRecord(of);
    return 1;
  } catch (error) {
    if (!stop.signal.aborted) put(key, { state: 'failed', ...reasonOf(error) });
    return 0;
  } finally {
    stops.delete(key);
  }
}

function reasonOf(error: unknown): Pick<Upload, 'message' | 'again'> {
  if (!isApiError(error)) return { message: i18next.t('error.title'), again: true };
  const message = error.isOffline ? i18next.t('error.offline')
    : (Object.values(error.fields)[0] ?? error.message);
  return { message, again: error.isOffline || error.status >= 429 };
}
