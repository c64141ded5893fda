/** Who is signed in: reading it, signing in and out, the language of the person. */
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { api, setCsrf } from './client';
import { isApiError } from './error';
import { keys } from './keys';
import { queryClient } from './query_client';
import type { Session } from './types';

/** The session, or null when nobody is signed in. */
export const sessionQuery = queryOptions({
  queryKey: keys.session,
  staleTime: 5 * 60_000,
  queryFn: async (): Promise<Session | null> => {
    try {
      return accept(await api.get<Session>('/session'));
    } catch (error) {
      if (isApiError(error) && error.status === 401) return null;
      throw error;
    }
  },
});

export const setupQuery = queryOptions({
  queryKey: keys.setup,
  staleTime: Infinity,
  queryFn: () => api.get<{ needed: boolean }>('/setup'),
});

function accept(session: Session) {
  setCsrf(session.csrf);
  return session;
}

/** The session of the signed-in person; only on screens inside the shell, where there is one. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('useSession is used outside the signed-in screens');
  return data;
}

export const isAdministrator = (session: Session) => session.user.role.key === 'administrator';

export interface Credentials {
  email: string;
  password: string;
  otp?: string;
}

export const useSignIn = () =>
  useMutation({
    mutationFn: async (credentials: Credentials) =>
      accept(await api.post<Session>('/session', credentials)),
    onSuccess: (session) => {
      queryClient.clear();
      queryClient.setQueryData(keys.session, session);
    },
  });

/** Signs out and forgets everything that was read, and the drafts of the person. */
export async function signOut() {
  try {
    await api.delete('/session');
  } finally {
    setCsrf('');
    queryClient.clear();
    queryClient.setQueryData(keys.session, null);
    forgetDrafts();
  }
}

function forgetDrafts() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('draft:')) localStorage.removeItem(key);
  }
}

/** Saves a change of the person's own account, such as {language}. */
export async function saveProfile(changes: { language?: string; name?: string }) {
  const session = queryClient.getQueryData<Session | null>(keys.session);
  if (!session) return;
  await api.patch(`/users/${session.user.id}`, changes);
  queryClient.setQueryData<Session>(keys.session, {
    ...session, user: { ...session.user, ...changes },
  });
}
