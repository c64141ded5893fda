/** Files kept on the server: sending one, the address of its content. */
import { api, apiUrl } from './client';
import type { LinkValue } from './types';

/** Sends a file and names it as a value of a field. `related`: the record it is hung on. */
export async function uploadFile(
  file: File, related?: { entity: string; id: string },
): Promise<LinkValue> {
  const stored = await api.post<{ id: string; name?: string }>('/files', file, {
    query: { name: file.name, related_entity: related?.entity, related: related?.id },
  });
  return { id: stored.id, entity: 'files', name: stored.name ?? file.name };
}

export const fileUrl = (id: string) => apiUrl(`/files/${id}/content`);
