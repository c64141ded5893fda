/** Widths that a person gave to columns, for each view of each entity; and sums asked for below. */
import { useMemo } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { SavedView, ViewDefinition } from './view_state';

export interface Widths {
  [column: string]: number;
}

interface Stored {
  widths: { [list: string]: Widths };
  sums: { [list: string]: string[] };
}

const useStored = create<Stored>()(
  persist<Stored>(() => ({ widths: {}, sums: {} }), { name: 'lists' }));

const listKey = (entity: string, view: string | undefined) => `${entity}:${view ?? ''}`;

const NONE: Widths = {};
const NO_SUMS: string[] = [];

/** Widths of the view as saved, with those given here over them. */
export function useWidths(entity: string, view: SavedView | undefined): Widths {
  const own = useStored((stored) => stored.widths[listKey(entity, view?.id)]);
  const saved = view?.definition.widths;
  return useMemo(() => (saved ? { ...saved, ...own } : (own ?? NONE)), [saved, own]);
}

export const setWidth = (entity: string, view: string | undefined, column: string, width: number) =>
  useStored.setState(({ widths }) => {
    const key = listKey(entity, view);
    return { widths: { ...widths, [key]: { ...widths[key], [column]: Math.round(width) } } };
  });

/** Measures shown under the list, "sum:amount": those chosen here, else those of the view. */
export function useSums(entity: string, view: SavedView | undefined): string[] {
  const own = useStored((stored) => stored.sums[listKey(entity, view?.id)]);
  return own ?? view?.definition.sums ?? NO_SUMS;
}

export const toggleSum = (entity: string, view: SavedView | undefined, sum: string) =>
  useStored.setState(({ sums }) => {
    const key = listKey(entity, view?.id);
    const now = sums[key] ?? view?.definition.sums ?? NO_SUMS;
    const next = now.includes(sum) ? now.filter((one) => one !== sum) : [...now, sum];
    return { sums: { ...sums, [key]: next } };
  });

/** Whether widths or sums given here differ from those that the view was saved with. */
export function looksOther(
  definition: ViewDefinition, widths: Widths | undefined, sums: string[] | undefined,
): boolean {
  const { widths: savedWidths = NONE, sums: savedSums = NO_SUMS } = definition;
  const wider = Object.entries(widths ?? NONE).some(
    ([column, width]) => savedWidths[column] !== width);
  return wider || (sums !== undefined && sums.toSorted().join() !== savedSums.toSorted().join());
}

/** Whether a saved view looks other here than it was saved. Without a view nothing differs. */
export function useLooksOther(entity: string, view: SavedView | undefined): boolean {
  const key = listKey(entity, view?.id);
  const widths = useStored((stored) => stored.widths[key]);
  const sums = useStored((stored) => stored.sums[key]);
  return view !== undefined && looksOther(view.definition, widths, sums);
}

const without = <Value>(stored: { [list: string]: Value }, key: string) =>
  Object.fromEntries(Object.entries(stored).filter(([name]) => name !== key));

/** The view looks again as it was saved. */
export const forgetLook = (entity: string, view: string) =>
  useStored.setState(({ widths, sums }) => {
    const key = listKey(entity, view);
    return { widths: without(widths, key), sums: without(sums, key) };
  });
