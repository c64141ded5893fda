/** What the heads of a table do: widths, order of rows and columns, selecting all. */
import { useCallback, useRef, type RefObject } from 'react';
import { moved } from './columns';
import type { GridProps } from './Grid';
import { nextSort } from './sort';

const NARROWEST = 80;
const WIDEST = 600;
const PADDING = 22;

/** Opens the menu of a head at a point of the screen. */
export type OpenHeadMenu = (at: number, x: number, y: number) => void;

export function useHead(
  props: GridProps, box: RefObject<HTMLDivElement | null>, onMenu: OpenHeadMenu,
) {
  const { columns, rows, sort, onSort, onColumns, selecting: { selection, toggleSeen } } = props;
  const latest = useRef({ onWidth: props.onWidth, rows, onMenu });
  latest.current = { onWidth: props.onWidth, rows, onMenu };
  const seen = rows.held.length > 0 && rows.held.every(({ id }) => selection.ids.has(id));
  const checked = seen ? ('all' as const)
    : selection.ids.size > 0 ? ('some' as const) : ('none' as const);

  const onResize = useCallback((at: number, width: number, done: boolean) => {
    // While the edge is dragged only a variable changes; no row is drawn again.
    box.current?.style.setProperty(`--w${at}`, `${width}px`);
    if (done) latest.current.onWidth(columns[at]!.path, width);
  }, [box, columns]);
  const onFit = useCallback((at: number) => {
    const cells = box.current?.querySelectorAll(`[data-column="${at}"] > *`) ?? [];
    const widest = Math.max(NARROWEST, ...[...cells].map((cell) => cell.scrollWidth + PADDING));
    latest.current.onWidth(columns[at]!.path, Math.min(WIDEST, widest));
  }, [box, columns]);
  return {
    columns,
    sort,
    checked,
    onResize,
    onFit,
    onMenu: useCallback<OpenHeadMenu>((at, x, y) => latest.current.onMenu(at, x, y), []),
    onSort: useCallback(
      (path: string, add: boolean) => onSort(nextSort(sort, path, add)), [onSort, sort]),
    onMove: useCallback(
      (path: string, before: string | undefined) =>
        onColumns(moved(columns.map((column) => column.path), path, before)),
      [onColumns, columns]),
    onCheck: useCallback(
      () => toggleSeen(latest.current.rows.held.map(({ id }) => id)), [toggleSeen]),
  };
}
