/** Who is signed in: reading it, signing in and out, the language of the person. */
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { api, setCsrf } from './client';
import { forgetEarly } from './early';
import { isApiError } from './error';
import { keys } from './keys';
import { queryClient } from './query_client';
import type { CrmRecord, Session } from './types';

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

// The one last signed in: screens that are being left still ask who it was.
let latest: Session | undefined;

function accept(session: Session) {
  setCsrf(session.csrf);
  latest = session;
  return session;
}

/** Begins a session: whatever was read for somebody else is forgotten. */
export function beginSession(session: Session) {
  queryClient.clear();
  queryClient.setQueryData(keys.session, accept(session));
  queryClient.setQueryData(keys.setup, { needed: false });
}

/** The session of the signed-in person; only on screens inside the shell, where there is one. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  if (!data && latest) return latest;
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
    mutationFn: (credentials: Credentials) =>
      api.post<Session>('/session', credentials),
    onSuccess: beginSession,
  });

export interface Setup {
  token: string;
  name: string;
  email: string;
  password: string;
  language: string;
  currency: string;
  /** Key of a trade: whose stages deals go through. */
  trade: string;
  sample_data: boolean;
}

/** Sets the company up and signs its administrator in. */
export const useSetup = () =>
  useMutation({
    mutationFn: (setup: Setup) => api.post<Session>('/setup', setup),
    onSuccess: beginSession,
  });

/** Ends the session. What was read stays for the screens that are being left; then call forget. */
export async function signOut() {
  try {
    await api.delete('/session');
  } finally {
    setCsrf('');
    queryClient.setQueryData(keys.session, null);
  }
}

/** Forgets everything that was read, and the drafts of the person. */
export function forget() {
  queryClient.clear();
  queryClient.setQueryData(keys.session, null);
  forgetDrafts();
  forgetEarly();
}

function forgetDrafts() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('draft:')) localStorage.removeItem(key);
  }
}

/** The person's own record, for the profile. */
export const profileQuery = queryOptions({
  queryKey: ['profile'] as const,
  queryFn: () => api.get<CrmRecord>('/profile'),
});

/** Saves a change of the person's own record, such as {language}. */
export async function saveProfile(changes: { [field: string]: unknown }) {
  const record = await api.patch<CrmRecord>('/profile', changes);
  queryClient.setQueryData(profileQuery.queryKey, record);
  queryClient.setQueryData<Session | null>(keys.session, (session) => session && {
    ...session,
    user: {
      ...session.user,
      name: String(record.name ?? session.user.name),
      language: String(record.language ?? session.user.language),
    },
  });
  return record;
}
