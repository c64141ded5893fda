/** While a card is dragged: where it may end, won or lost, wherever the board is scrolled to. */
import {
  dropTargetForElements,
  monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { useEffect, useRef, useState } from 'react';
import { hue } from '@/shared/ui';
import type { BoardColumnInfo } from './board_columns';
import { CARD } from './Card';

/** Whether a card is being dragged. */
export function useDragging(): boolean {
  const [dragging, setDragging] = useState(false);
  useEffect(() => monitorForElements({
    canMonitor: ({ source }) => source.data.kind === CARD,
    // Not at once: a change of the page in the first moment of a drag ends it in Chromium.
    onDragStart: () => requestAnimationFrame(() => setDragging(true)),
    onDrop: () => requestAnimationFrame(() => setDragging(false)),
  }), []);
  return dragging;
}

export function EndBar({ columns }: { columns: BoardColumnInfo[] }) {
  const ends = columns.filter(({ end }) => end);
  return (
    <div className="end-bar" aria-hidden>
      {ends.map((column) => <End key={column.key} column={column} />)}
    </div>
  );
}

function End({ column }: { column: BoardColumnInfo }) {
  const ref = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => dropTargetForElements({
    element: ref.current!,
    getData: () => ({ column: column.key }),
    canDrop: ({ source }) => source.data.kind === CARD,
    onDragEnter: () => setOver(true),
    onDragLeave: () => setOver(false),
    onDrop: () => setOver(false),
  }), [column.key]);
  return (
    <div ref={ref} className={over ? 'end-place over' : 'end-place'} style={hue(column.color)}>
      <span className="board-dot" />
      {column.label}
    </div>
  );
}
