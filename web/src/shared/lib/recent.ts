/**
 * Records opened lately, by id only: names are asked from the server anew, so that none stays in
 * the browser and none is shown that the person may no longer see.
 */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { fetchPage, readMetadata, titleOf, useSession, type LinkValue } from '@/shared/api';

const MOST = 20;

interface Visit {
  entity: string;
  id: string;
}

interface Recent {
  /** Of each person who works in this browser. */
  visits: { [user: string]: Visit[] };
}

const useRecent = create<Recent>()(persist<Recent>(() => ({ visits: {} }), { name: 'recent' }));
const NONE: Visit[] = [];

/** The visits with this one first. */
export const visited = (visits: Visit[], { entity, id }: Visit): Visit[] =>
  [{ entity, id }, ...visits.filter((visit) => visit.id !== id)].slice(0, MOST);

/** The record that an address shows: its page, or the drawer over a list. */
export function visitOf(pathname: string, open: unknown): Visit | undefined {
  const drawer = /^([a-z0-9_]+):([0-9a-f-]{32,36})$/.exec(typeof open === 'string' ? open : '');
  const page = /^\/o\/([a-z0-9_]+)\/([0-9a-f-]{32,36})$/.exec(pathname);
  const [, entity, id] = drawer ?? page ?? [];
  return entity && id ? { entity, id } : undefined;
}

/** Keeps the visits; draws nothing, so that a change of the address draws nothing anew for it. */
export function KeepVisits() {
  const { user } = useSession();
  const { pathname, search } = useLocation();
  const { open } = search as { open?: unknown };
  useEffect(() => {
    const visit = visitOf(pathname, open);
    if (!visit) return;
    useRecent.setState(({ visits }) => ({
      visits: { ...visits, [user.id]: visited(visits[user.id] ?? NONE, visit) },
    }));
  }, [user.id, pathname, open]);
  return null;
}

async function nameVisits(visits: Visit[], signal: AbortSignal): Promise<LinkValue[]> {
  const byEntity = Map.groupBy(visits, ({ entity }) => entity);
  const found = await Promise.all([...byEntity].map(async ([name, group]) => {
    const entity = readMetadata()?.entities[name];
    if (!entity) return [];
    const filter = { field: 'id', op: 'in' as const, value: group.map(({ id }) => id) };
    const fields = ['id', entity.title];
    const { items } = await fetchPage(name, { filter, fields, limit: MOST }, null, signal);
    return items.map((record) => ({ id: record.id, entity: name, name: titleOf(entity, record) }));
  }));
  const known = new Map(found.flat().map((link) => [link.id, link]));
  return visits.flatMap(({ id }) => known.get(id) ?? []);
}

/** The records opened lately, latest first; those that are gone are left out. */
export function useRecentRecords(most: number) {
  const { user } = useSession();
  const visits = useRecent((recent) => recent.visits[user.id] ?? NONE).slice(0, most);
  return useQuery({
    queryKey: ['recent', visits],
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => nameVisits(visits, signal),
  });
}
