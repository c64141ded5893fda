/** Which records of a list are selected: some by id, or all that the list finds. */
import { useCallback, useState } from 'react';

export interface Selection {
  ids: ReadonlySet<string>;
  /** Everything that matches, seen or not. */
  all: boolean;
  /** Where a range begins. */
  anchor?: string;
}

const NONE: Selection = { ids: new Set(), all: false };

export function toggleRow(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, all: false, anchor: id };
}

/** With everything between the anchor and `id`. */
export function rangeOf(selection: Selection, order: string[], id: string): Selection {
  const end = order.indexOf(id);
  const begin = selection.anchor === undefined ? end : order.indexOf(selection.anchor);
  if (begin < 0 || end < 0) return toggleRow(selection, id);
  const between = order.slice(Math.min(begin, end), Math.max(begin, end) + 1);
  return { ...selection, ids: new Set([...selection.ids, ...between]), all: false };
}

export interface SelectionControl {
  selection: Selection;
  count: number;
  toggle: (id: string) => void;
  range: (order: string[], id: string) => void;
  /** All rows seen, or none when they all are selected. */
  toggleSeen: (order: string[]) => void;
  takeAll: () => void;
  clear: () => void;
}

export function useSelection(): SelectionControl {
  const [selection, setSelection] = useState(NONE);
  return {
    selection,
    count: selection.ids.size,
    toggle: useCallback((id) => setSelection((old) => toggleRow(old, id)), []),
    range: useCallback((order, id) => setSelection((old) => rangeOf(old, order, id)), []),
    toggleSeen: useCallback((order) => setSelection(({ ids }) =>
      (order.every((id) => ids.has(id)) ? NONE : { ids: new Set(order), all: false })), []),
    takeAll: useCallback(() => setSelection((old) => ({ ...old, all: true })), []),
    clear: useCallback(() => setSelection(NONE), []),
  };
}
