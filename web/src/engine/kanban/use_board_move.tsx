/** Moving cards: dropped on a column, chosen in a menu, by shift and an arrow. */
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { useEffect, useRef } from 'react';
import { useMove } from '@/engine/stage_path';
import type { CrmRecord, Entity, Field } from '@/shared/api';
import { CARD } from './Card';

export function useBoardMove(entity: Entity, field: Field) {
  const { move, dialog } = useMove(entity);
  const to = (record: CrmRecord, column: string) => move(record, field, column);
  const latest = useRef(to);
  useEffect(() => {
    latest.current = to;
  });
  useEffect(() => monitorForElements({
    canMonitor: ({ source }) => source.data.kind === CARD,
    onDrop: ({ source, location }) => {
      const column = location.current.dropTargets[0]?.data.column;
      if (typeof column === 'string') latest.current(source.data.record as CrmRecord, column);
    },
  }), []);
  return { move: to, dialog };
}
