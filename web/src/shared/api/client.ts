/**
 * The only door to the server: JSON over fetch with the session's CSRF token, the language of the
 * screen, and errors turned into ApiError. No caching here; that is TanStack Query's work.
 */
import { Composite } from './composite';
import { takeEarly } from './early';
import { ApiError, type Problem } from './error';

const BASE = '/api/v1';

export interface RequestOptions {
  query?: { [name: string]: string | number | boolean | undefined };
  body?: unknown;
  signal?: AbortSignal;
  /** Version of the record the change is based on; a stale one is refused with 412. */
  ifMatch?: number | string;
  /** Makes a repeat of the same create harmless. */
  idempotencyKey?: string;
}

const state = {
  csrf: '',
  language: '',
  onSignedOut: (() => {}) as () => void,
  onConfirmNeeded: (() => Promise.resolve(false)) as () => Promise<boolean>,
};

/** Token of the current session, sent with every unsafe request. */
export const setCsrf = (token: string) => { state.csrf = token; };
/** Language in which the server writes its messages. */
export const setRequestLanguage = (language: string) => { state.language = language; };
/** Called when the server answers 401 to anything but the session routes themselves. */
export const onSignedOut = (listener: () => void) => { state.onSignedOut = listener; };

/**
 * Called when the server wants to know again that it is the person: true once that is proved, and
 * the request is sent a second time.
 */
export const onConfirmNeeded = (ask: () => Promise<boolean>) => { state.onConfirmNeeded = ask; };

/** A new random key for RequestOptions.idempotencyKey. */
export const newKey = () => crypto.randomUUID?.() ?? fallbackKey();

// crypto.randomUUID is missing on plain http origins other than localhost.
function fallbackKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Address of an API path with its query, for fetch and for links to files. */
export function apiUrl(path: string, query: RequestOptions['query'] = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
}

/** What every request says of itself; for those that do not go by fetch. */
export function headersOf(method: string, options: RequestOptions = {}) {
  const headers: { [name: string]: string } = { Accept: 'application/json' };
  if (state.language) headers['Accept-Language'] = state.language;
  if (method !== 'GET' && state.csrf) headers['X-CSRF-Token'] = state.csrf;
  if (options.ifMatch !== undefined) headers['If-Match'] = `"${options.ifMatch}"`;
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
  return headers;
}

async function send(method: string, path: string, options: RequestOptions) {
  const headers = headersOf(method, options);
  let body: BodyInit | undefined;
  if (options.body instanceof Blob) {
    headers['Content-Type'] = options.body.type || 'application/octet-stream';
    body = options.body;
  } else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(options.body);
  }
  const url = apiUrl(path, options.query);
  const early = method === 'GET' ? takeEarly(url, state.language) : undefined;
  try {
    return await (early ?? fetch(url, {
      method, headers, body, signal: options.signal, credentials: 'same-origin',
    }));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, { title: 'offline' });
  }
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return { title: response.statusText || `HTTP ${response.status}` };
  }
}

/** Sends one request and reads the text of its answer. Throws ApiError. */
async function requestText(
  method: string, path: string, options: RequestOptions = {},
): Promise<string> {
  const response = await send(method, path, options);
  if (response.ok) return response.text();
  const problem = await problemOf(response);
  if (problem.code === 'confirm_needed' && (await state.onConfirmNeeded())) {
    return requestText(method, path, options);
  }
  const error = new ApiError(
    response.status, problem, response.headers.get('X-Request-Id') ?? undefined);
  if (error.status === 401 && !path.startsWith('/session')) state.onSignedOut();
  throw error;
}

/** Sends one request and reads its JSON answer. Throws ApiError. */
export async function request<T>(method: string, path: string, options?: RequestOptions) {
  const text = await requestText(method, path, options);
  return (text ? JSON.parse(text) : undefined) as T;
}

const composite = new Composite((paths) => request('POST', '/composite', { body: { paths } }));

const getTogether = <T>(path: string, query?: RequestOptions['query']) =>
  composite.read(apiUrl(path, query), () => request<T>('GET', path, { query }));

export const api = {
  get: <T>(path: string, options?: RequestOptions) => request<T>('GET', path, options),
  /**
   * A small read, in one request with those that begin in the same moment (composite.ts); it waits
   * for the slowest of them.
   */
  together: getTogether,
  /** An answer that is no JSON: a CSV file. */
  text: (path: string, options?: RequestOptions) => requestText('GET', path, options),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) =>
    request<T>('POST', path, { ...options, body }),
  put: <T>(path: string, body?: unknown, options?: RequestOptions) =>
    request<T>('PUT', path, { ...options, body }),
  patch: <T>(path: string, body: unknown, options?: RequestOptions) =>
    request<T>('PATCH', path, { ...options, body }),
  delete: <T>(path: string, options?: RequestOptions) => request<T>('DELETE', path, options),
};
