/** The import as the server offers it: a look into a file, runs, their rows that failed. */
import { queryOptions } from '@tanstack/react-query';
import { api, apiUrl, queryClient, type LinkValue } from '@/shared/api';

export interface ReadOptions {
  sheet?: string;
  delimiter?: string;
  encoding?: string;
  has_header?: boolean;
}

export type DateOrder = 'dmy' | 'mdy' | 'ymd';
export type Decimal = '.' | ',';
export type Duplicates = 'skip' | 'update' | 'create';

/** What the server found out about a file by itself. */
export interface FileProfile {
  kind: string;
  encoding?: string;
  delimiter?: string;
  has_header?: boolean;
  sheets?: string[];
  decimal?: Decimal;
  date_order?: DateOrder;
}

export interface FoundColumn {
  name: string;
  /** Path of the field it goes to; null when nothing fits. */
  field: string | null;
  /** 0…1 */
  confidence: number;
  samples: string[];
}

export interface Target {
  path: string;
  label: string;
}

export interface Preview {
  profile: FileProfile;
  entity: string;
  columns: FoundColumn[];
  fields: Target[];
  rows: string[][];
  total_estimate: number;
}

/** A word of a column that takes only some. */
export interface ListedWord {
  word: string;
  /** In how many rows. */
  count: number;
  /** What it is taken for: a key, or an id; null when nothing is like it. */
  value: string | null;
  /** Not a guess. */
  certain: boolean;
}

export interface ListedColumn {
  column: string;
  field: string;
  words: ListedWord[];
  /** There are more different words than a list has. */
  more: boolean;
  choices: { value: string; label: string }[];
}

/** How a file becomes records; the same as the map file of the command line. */
export interface ImportMap {
  columns: { [column: string]: string | null };
  values: { [column: string]: { [word: string]: string } };
  defaults: { [field: string]: unknown };
  match?: string[];
  create_linked: boolean;
  ignore_unknown: boolean;
  date_order?: DateOrder;
  decimal?: Decimal;
}

export interface ImportOrder {
  file: string;
  entity: string;
  options: ReadOptions;
  map: ImportMap;
  duplicates: Duplicates;
}

export type RunState =
  | 'waiting' | 'running' | 'done' | 'cancelled' | 'failed' | 'undoing' | 'undone';

export interface RowFailure {
  row: number;
  message: string;
  field?: string;
}

export interface ImportRun {
  id: string;
  entity: string;
  file_name: string;
  state: RunState;
  dry_run: boolean;
  progress?: { rows: number; total?: number; bytes?: number; total_bytes?: number };
  created: number;
  updated: number;
  unchanged: number;
  skipped: number;
  failed: number;
  /** By an undoing: into the bin, and as it was before. */
  removed?: number;
  put_back?: number;
  started_at?: string | null;
  finished_at?: string | null;
  error?: string | null;
  first_failures?: RowFailure[];
  /** What was left out of rows that were taken all the same. */
  warnings?: { column: string; message: string }[];
  /** Left by an undoing, because somebody has changed them since: how many, and the first. */
  kept?: number;
  kept_records?: LinkValue[];
  /** How it was ordered, where one run is asked for. */
  order?: Partial<Pick<ImportOrder, 'map' | 'options' | 'duplicates'>>;
}

/** What undoing a run would do now. */
export interface UndoForecast {
  removed: number;
  put_back: number;
  kept: number;
  kept_records: LinkValue[];
}

export const previewQuery = (file: string, entity: string | undefined, options: ReadOptions) =>
  queryOptions({
    queryKey: ['import-preview', file, entity, options] as const,
    staleTime: Infinity,
    queryFn: ({ signal }) =>
      api.post<Preview>('/imports/preview', { file, entity, options }, { signal }),
  });

/** All words of the columns that take only some, as the columns go now. */
export const wordsQuery = (order: ImportOrder, enabled: boolean) => {
  const { file, entity, options, map: { columns } } = order;
  return queryOptions({
    queryKey: ['import-words', file, entity, options, columns] as const,
    staleTime: Infinity,
    enabled,
    queryFn: async ({ signal }) => {
      const body = { file, entity, options, map: { columns, ignore_unknown: true } };
      const { columns: found } = await api.post<{ columns: ListedColumn[] }>(
        '/imports/words', body, { signal });
      return found;
    },
  });
};

const MOVING = new Set<RunState>(['waiting', 'running', 'undoing']);
export const isMoving = (run: ImportRun) => MOVING.has(run.state);

const runKey = (id: string) => ['import-run', id] as const;
const RUNS = ['import-runs'] as const;
const POLL_MS = 500;

/** One run, read again and again while it moves. */
export const runQuery = (id: string) =>
  queryOptions({
    queryKey: runKey(id),
    queryFn: () => api.get<ImportRun>(`/imports/${id}`),
    refetchInterval: ({ state: { data } }) => (data && !isMoving(data) ? false : POLL_MS),
  });

export const runsQuery = queryOptions({
  queryKey: RUNS,
  staleTime: 0,
  queryFn: async () => (await api.get<{ items: ImportRun[] }>('/imports')).items,
});

/** Starts a run; with `dryRun` nothing is written. */
export async function startImport(order: ImportOrder, dryRun: boolean): Promise<string> {
  const { id } = await api.post<{ id: string }>('/imports', { ...order, dry_run: dryRun });
  return id;
}

async function act(id: string, action: 'cancel' | 'undo') {
  await api.post(`/imports/${id}/actions/${action}`, {});
  await queryClient.invalidateQueries({ queryKey: runKey(id) });
  await queryClient.invalidateQueries({ queryKey: RUNS });
}

export const undoForecastQuery = (id: string, enabled: boolean) =>
  queryOptions({
    queryKey: ['import-undo', id] as const,
    enabled,
    staleTime: 0,
    queryFn: ({ signal }) => api.get<UndoForecast>(`/imports/${id}/undo`, { signal }),
  });

export const cancelImport = (id: string) => act(id, 'cancel');
export const undoImport = (id: string) => act(id, 'undo');

/** Address of the file of rows that failed. */
export const failedUrl = (id: string) => apiUrl(`/imports/${id}/failed`);

export const failedRowsQuery = (id: string) =>
  queryOptions({
    queryKey: ['import-failed', id] as const,
    staleTime: Infinity,
    queryFn: ({ signal }) => api.text(`/imports/${id}/failed`, { signal }),
  });
