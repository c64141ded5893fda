/** Moving cards: dropped on a column, chosen in a menu, by shift and an arrow; one or many. */
import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { requiredAt, useMove } from '@/engine/stage_path';
import { useMetadata, type CrmRecord, type Entity, type Field } from '@/shared/api';
import { notify, notifyError } from '@/shared/ui';
import { changeMany } from '../list/bulk';
import { CARD } from './Card';
import { shiftFigures } from './figures';
import { changesOfMove, missingIn } from './moving';

const MoveManyDialog = lazy(() => import('./MoveManyDialog'));

type Values = { [field: string]: unknown };

interface Asked {
  records: CrmRecord[];
  column: string;
  names: string[];
}

export interface BoardMove {
  /** Moves; true when the cards went at once, false when something is asked first. */
  move: (records: CrmRecord[], column: string) => boolean;
  /** To be drawn somewhere: asks for what the column requires. */
  dialog: ReactNode;
}

/** `dragged`: the records that go together with the one that is dragged. */
export function useBoardMove(
  entity: Entity, field: Field, dragged: (record: CrmRecord) => CrmRecord[], onMoved: () => void,
): BoardMove {
  const { t } = useTranslation('lists');
  const metadata = useMetadata();
  const one = useMove(entity);
  const [asked, setAsked] = useState<Asked>();

  const send = async (records: CrmRecord[], column: string, values: Values) => {
    const many = changesOfMove(field, records, column, values);
    shiftFigures(entity, many.map(({ record }) => record), column);
    onMoved();
    try {
      const refused = await changeMany(entity, many);
      if (refused.length === 0) return;
      const reasons = [...new Set(refused.map(({ message }) => message))].slice(0, 3).join(' ');
      notify(`${t('refusedMany', { count: refused.length })} ${reasons}`);
    } catch (error) {
      notifyError(error);
    }
  };

  const move: BoardMove['move'] = (records, column) => {
    const [record] = records;
    if (!record) return false;
    if (records.length === 1) {
      const free = requiredAt(metadata, entity, field, record, column).length === 0;
      const moves = record[field.name] !== column;
      if (free && moves) shiftFigures(entity, records, column);
      one.move(record, field, column);
      return free && moves;
    }
    const names = missingIn(metadata, entity, field, records, column);
    if (names.length > 0) setAsked({ records, column, names });
    else void send(records, column, {});
    return names.length === 0;
  };

  const latest = useRef((record: CrmRecord, column: string) => void move(dragged(record), column));
  useEffect(() => {
    latest.current = (record, column) => void move(dragged(record), column);
  });
  useEffect(() => monitorForElements({
    canMonitor: ({ source }) => source.data.kind === CARD,
    onDrop: ({ source, location }) => {
      const column = location.current.dropTargets[0]?.data.column;
      if (typeof column === 'string') latest.current(source.data.record as CrmRecord, column);
    },
  }), []);

  const dialog = (
    <>
      {one.dialog}
      {asked && (
        <Suspense>
          <MoveManyDialog
            {...asked}
            entity={entity}
            field={field}
            onClose={() => setAsked(undefined)}
            onSend={(values) => void send(asked.records, asked.column, values)}
          />
        </Suspense>
      )}
    </>
  );
  return { move, dialog };
}
