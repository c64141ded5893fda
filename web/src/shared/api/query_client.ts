/** The cache of everything read from the server. */
import { notifyManager, QueryClient } from '@tanstack/react-query';
import { isApiError } from './error';

// Answers that come together (composite.ts) are drawn together: a task for each would draw the page
// as many times.
notifyManager.setScheduler(queueMicrotask);

const retriable = (error: unknown) =>
  isApiError(error) && (error.status === 0 || error.status >= 502);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      retry: (count, error) => count < 2 && retriable(error),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
});
