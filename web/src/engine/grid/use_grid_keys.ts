/** Moving over a table by keys, and what the letters do while it has the focus. */
import type { KeyboardEvent } from 'react';
import type { Place } from './cells';

export interface GridKeys {
  rows: number;
  columns: number;
  /** How many rows fit on the screen. */
  page: number;
  active: Place;
  go: (place: Place, how: { extend: boolean }) => void;
  edit: () => void;
  peek: () => void;
  clear: () => void;
  /** Selects the row, or takes it out. */
  select: () => void;
  /** Selects all rows seen. */
  all: () => void;
  /** What other keys do, by code, "mod+" before it. */
  more: { [code: string]: () => void };
}

const clamp = (value: number, most: number) => Math.max(0, Math.min(value, most));

/** Where a key leads from a cell; undefined when it leads nowhere. */
export function placeAfter(
  code: string,
  mod: boolean,
  { row, column }: Place,
  { rows, columns, page }: Pick<GridKeys, 'rows' | 'columns' | 'page'>,
): Place | undefined {
  const last = { row: rows - 1, column: columns - 1 };
  const to = (nextRow: number, nextColumn: number) => ({
    row: clamp(nextRow, last.row),
    column: clamp(nextColumn, last.column),
  });
  switch (code) {
    case 'ArrowDown':
      return to(mod ? last.row : row + 1, column);
    case 'ArrowUp':
      return to(mod ? 0 : row - 1, column);
    case 'ArrowRight':
      return to(row, mod ? last.column : column + 1);
    case 'ArrowLeft':
      return to(row, mod ? 0 : column - 1);
    case 'PageDown':
      return to(row + page, column);
    case 'PageUp':
      return to(row - page, column);
    case 'Home':
      return to(mod ? 0 : row, 0);
    case 'End':
      return to(mod ? last.row : row, last.column);
    default:
      return undefined;
  }
}

/** The cell after this one in reading order, for Tab; undefined past the ends. */
export function neighbour({ row, column }: Place, back: boolean, rows: number, columns: number) {
  const at = row * columns + column + (back ? -1 : 1);
  if (at < 0 || at >= rows * columns) return undefined;
  return { row: Math.floor(at / columns), column: at % columns };
}

export function onGridKey(event: KeyboardEvent, keys: GridKeys) {
  if (event.altKey || event.nativeEvent.isComposing) return;
  const mod = event.ctrlKey || event.metaKey;
  const place = placeAfter(event.code, mod, keys.active, keys);
  if (place) {
    event.preventDefault();
    keys.go(place, { extend: event.shiftKey });
    return;
  }
  const code = `${mod ? 'mod+' : ''}${event.shiftKey ? 'shift+' : ''}${event.code}`;
  const act: { [code: string]: () => void } = {
    Enter: keys.edit,
    NumpadEnter: keys.edit,
    F2: keys.edit,
    Space: keys.peek,
    'shift+Space': keys.select,
    Escape: keys.clear,
    'mod+KeyA': keys.all,
    ...keys.more,
  };
  if (act[code]) {
    event.preventDefault();
    event.stopPropagation();
    act[code]();
  } else if (event.code === 'Tab' && !mod) {
    const next = neighbour(keys.active, event.shiftKey, keys.rows, keys.columns);
    // Past the last cell Tab leaves the table, as anywhere.
    if (!next) return;
    event.preventDefault();
    keys.go(next, { extend: false });
  }
}
