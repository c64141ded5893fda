/** Records that the server finds for a text, asked at every key: it answers before the next. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, keys, type LinkValue } from '@/shared/api';

export interface Found extends LinkValue {
  subtitle?: string | null;
}

const LEAST_LETTERS = 2;
const MOST = 12;

/** `busy`: what is given answers an earlier text. */
export function useFound(text: string): { items: Found[]; busy: boolean } {
  const q = text.trim();
  const asked = q.length >= LEAST_LETTERS;
  const found = useQuery({
    queryKey: keys.search(q),
    enabled: asked,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get<{ items: Found[] }>('/search', { query: { q, limit: MOST }, signal }),
  });
  if (!asked) return { items: [], busy: false };
  return {
    items: found.data?.items ?? [],
    busy: found.isPlaceholderData || found.isPending,
  };
}
