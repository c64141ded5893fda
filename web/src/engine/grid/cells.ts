/** Rectangles of cells: what is chosen of a table, what is copied from it and pasted into it. */

export interface Place {
  row: number;
  column: number;
}

/** Rows and columns of a rectangle, the last ones within it. */
export interface Rect {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export const rectOf = (a: Place, b: Place): Rect => ({
  top: Math.min(a.row, b.row),
  left: Math.min(a.column, b.column),
  bottom: Math.max(a.row, b.row),
  right: Math.max(a.column, b.column),
});

export const heightOf = ({ top, bottom }: Rect) => bottom - top + 1;
export const widthOf = ({ left, right }: Rect) => right - left + 1;
export const isOne = (rect: Rect) => heightOf(rect) === 1 && widthOf(rect) === 1;

export const isWithin = ({ row, column }: Place, { top, left, bottom, right }: Rect) =>
  row >= top && row <= bottom && column >= left && column <= right;

export interface PastedCell extends Place {
  text: string;
}

/**
 * Where pasted cells go: from the first cell of the rectangle on, and over and over when it is a
 * multiple of what is pasted, as in spreadsheets.
 */
export function spread(cells: string[][], rect: Rect): PastedCell[] {
  const height = cells.length;
  const width = Math.max(0, ...cells.map((line) => line.length));
  if (height === 0 || width === 0) return [];
  const fits = heightOf(rect) % height === 0 && widthOf(rect) % width === 0;
  const rows = fits ? heightOf(rect) : height;
  const columns = fits ? widthOf(rect) : width;
  return Array.from({ length: rows * columns }, (_, at) => {
    const down = Math.floor(at / columns);
    const aside = at % columns;
    return {
      row: rect.top + down,
      column: rect.left + aside,
      text: cells[down % height]![aside % width] ?? '',
    };
  });
}
