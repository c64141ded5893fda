/** Saves cells: shown at once, undone from the message, a refusal stays at the cell. */
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { valueText } from '@/engine/fields';
import { pathField, useMove } from '@/engine/stage_path';
import {
  isApiError,
  saveRecord,
  titleOf,
  useMetadata,
  type CrmRecord,
  type Entity,
} from '@/shared/api';
import { notifyUndo } from '@/shared/ui';
import type { Column } from './columns';
import type { CellProblem } from './GridRow';

export interface Problems {
  [record: string]: { [path: string]: CellProblem };
}

export interface CellSave {
  save: (record: CrmRecord, column: Column, value: unknown) => void;
  problems: Problems;
  setProblem: (record: string, path: string, problem: CellProblem | undefined) => void;
  /** Asks for what a stage requires. */
  dialog: ReactNode;
}

function without(problems: Problems, record: string, path: string): Problems {
  const { [path]: _, ...rest } = problems[record] ?? {};
  const { [record]: __, ...others } = problems;
  return Object.keys(rest).length > 0 ? { ...others, [record]: rest } : others;
}

export function useCellSave(entity: Entity): CellSave {
  const { t } = useTranslation('lists');
  const metadata = useMetadata();
  const { move, dialog } = useMove(entity);
  const [problems, setProblems] = useState<Problems>({});
  const stage = useMemo(() => pathField(entity)?.name, [entity]);

  const setProblem = useCallback<CellSave['setProblem']>(
    (record, path, problem) =>
      setProblems((old) =>
        problem
          ? { ...old, [record]: { ...old[record], [path]: problem } }
          : without(old, record, path),
      ),
    [],
  );

  const save: CellSave['save'] = (record, { path, field }, value) => {
    setProblem(record.id, path, undefined);
    if (path === stage && typeof value === 'string') return move(record, field, value);
    const before = record[path] ?? null;
    const send = (next: unknown) =>
      saveRecord(entity.name, { id: record.id, changes: { [path]: next } });
    send(value).then(
      () =>
        notifyUndo(t('cellSaved', { field: field.label, name: titleOf(entity, record) }), () =>
          send(before),
        ),
      (error: unknown) => {
        const context = { field, metadata, record };
        const current = isApiError(error) && error.isStale ? error.problem.current : undefined;
        const message = current
          ? t('cellConflict', { value: valueText(current[path], context) || '—' })
          : isApiError(error) && !error.isOffline
            ? (error.fields[path] ?? Object.values(error.fields)[0] ?? error.message)
            : t('common:error.offline');
        setProblem(record.id, path, { message, value });
      },
    );
  };
  return { save, problems, setProblem, dialog };
}
