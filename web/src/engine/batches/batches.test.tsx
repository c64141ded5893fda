import { QueryClientProvider } from '@tanstack/react-query';
import { renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { queryClient } from '@/shared/api';
import { useBatch } from './batches';

afterEach(() => {
  queryClient.clear();
  vi.unstubAllGlobals();
});

const BATCH = {
  id: 'b', entity: 'users', fields: [], delete: false, done: 0, total: 0, changed: 0,
  unchanged: 0, refused: 0, put_back: 0, kept: 0, created_at: '', error: null,
  hand_over: { from: { id: 'p', name: 'One' }, to: { id: 'q', name: 'Other' } },
};

test.each([BATCH.hand_over, null])('is asked until it has stopped, and no more', async (given) => {
  const states = ['waiting', 'running', 'done'];
  const fetched = vi.fn(async () => Response.json(
    { ...BATCH, hand_over: given, state: states.shift() ?? 'done' }));
  vi.stubGlobal('fetch', fetched);
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(() => useBatch('b'), { wrapper });
  await waitFor(() => expect(result.current.data?.state).toBe('waiting'));
  await waitFor(() => expect(result.current.data?.state).toBe('done'), { timeout: 3_000 });
  await new Promise((done) => setTimeout(done, 1_200));
  expect(fetched).toHaveBeenCalledTimes(3);
});
