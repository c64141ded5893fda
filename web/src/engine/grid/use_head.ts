/** What the heads of a table do: widths, order of rows and columns, selecting all. */
import { useCallback, useRef, type RefObject } from 'react';
import { moved } from './columns';
import type { GridProps } from './Grid';
import { nextSort } from './sort';

const NARROWEST = 80;
const WIDEST = 600;
const PADDING = 22;

export function useHead(props: GridProps, ids: string[], box: RefObject<HTMLDivElement | null>) {
  const {
    columns,
    sort,
    onSort,
    onColumns,
    selecting: { selection, toggleSeen },
  } = props;
  const onWidth = useRef(props.onWidth);
  onWidth.current = props.onWidth;
  const seen = ids.length > 0 && ids.every((id) => selection.ids.has(id));
  const checked = seen
    ? ('all' as const)
    : selection.ids.size > 0
      ? ('some' as const)
      : ('none' as const);

  const onResize = useCallback(
    (at: number, width: number, done: boolean) => {
      // While the edge is dragged only a variable changes; no row is drawn again.
      box.current?.style.setProperty(`--w${at}`, `${width}px`);
      if (done) onWidth.current(columns[at]!.path, width);
    },
    [box, columns],
  );
  const onFit = useCallback(
    (at: number) => {
      const cells = box.current?.querySelectorAll(`[data-column="${at}"] > *`) ?? [];
      const widest = Math.max(NARROWEST, ...[...cells].map((cell) => cell.scrollWidth + PADDING));
      onWidth.current(columns[at]!.path, Math.min(WIDEST, widest));
    },
    [box, columns],
  );
  return {
    columns,
    sort,
    checked,
    onResize,
    onFit,
    onSort: useCallback(
      (path: string, add: boolean) => onSort(nextSort(sort, path, add)),
      [onSort, sort],
    ),
    onMove: useCallback(
      (path: string, before: string | undefined) =>
        onColumns(
          moved(
            columns.map((column) => column.path),
            path,
            before,
          ),
        ),
      [onColumns, columns],
    ),
    onCheck: useCallback(() => toggleSeen(ids), [toggleSeen, ids]),
  };
}
