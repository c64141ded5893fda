/** Content of files: sent to the server with progress, fetched by address. */
import { apiUrl, headersOf } from './client';
import { ApiError, type Problem } from './error';
import type { LinkValue } from './types';

/** The server takes no larger ones. */
export const MOST_FILE_BYTES = 1024 ** 3;

interface Sending {
  related?: { entity: string; id: string };
  /** From 0 to 1, while it is on its way. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** Stores a file and answers with its link. Throws ApiError; an AbortError when it was stopped. */
export function uploadFile(file: File, sending: Sending = {}): Promise<LinkValue> {
  const { related, onProgress, signal } = sending;
  // Fetch does not tell how much has gone.
  const request = new XMLHttpRequest();
  const url = apiUrl('/files', {
    name: file.name, related_entity: related?.entity, related: related?.id,
  });
  return new Promise((done, fail) => {
    request.open('POST', url);
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    for (const [name, value] of Object.entries(headersOf('POST'))) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total ? loaded / total : 0);
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status < 300) {
        const { id, name } = answer as { id: string; name?: string };
        done({ id, entity: 'files', name: name ?? file.name });
      } else {
        fail(new ApiError(request.status, answer as Problem,
          request.getResponseHeader('X-Request-Id') ?? undefined));
      }
    };
    request.onerror = () => fail(new ApiError(0, { title: 'offline' }));
    request.onabort = () => fail(new DOMException('stopped', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { title: text.slice(0, 200) };
  }
}

export const fileUrl = (id: string) => apiUrl(`/files/${id}/content`);
