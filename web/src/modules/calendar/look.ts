/** How each person left the calendar: whose, which kinds, how many days at once. */
import { useMemo } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Span } from '@/engine/calendar/days';

export type Who = { kind: 'me' } | { kind: 'team' } | { kind: 'person'; id: string; name: string };

interface Look {
  who: Who;
  /** Entities that are not shown. */
  hidden: string[];
  span: Span;
}

const USUAL: Look = { who: { kind: 'me' }, hidden: [], span: 'week' };

const useLooks = create<{ looks: { [user: string]: Look } }>()(
  persist<{ looks: { [user: string]: Look } }>(() => ({ looks: {} }), { name: 'calendar' }));

export function useCalendarLook(user: string) {
  const look = useLooks(({ looks }) => looks[user] ?? USUAL);
  return useMemo(() => {
    const set = (part: Partial<Look>) =>
      useLooks.setState(({ looks }) => ({ looks: { ...looks, [user]: { ...look, ...part } } }));
    const toggle = (entity: string) => set({
      hidden: look.hidden.includes(entity)
        ? look.hidden.filter((one) => one !== entity) : [...look.hidden, entity],
    });
    return { ...look, set, toggle };
  }, [look, user]);
}
