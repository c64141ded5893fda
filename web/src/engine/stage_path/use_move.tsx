/** Moves a record to another step: at once when nothing is missing, else after asking for it. */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  isApiError, saveRecord, useMetadata, type CrmRecord, type Entity, type Field,
} from '@/shared/api';
import { notifyError, notifyUndo } from '@/shared/ui';
import { saveMerging } from '../record/editing/save_merging';
import { MoveDialog } from './MoveDialog';
import { requiredAt, stepsOf } from './steps';

type Values = { [field: string]: unknown };

interface Asked {
  record: CrmRecord;
  field: Field;
  step: string;
  names: string[];
}

interface Moving {
  /** Moves; the screen shows it before the server answers. */
  move: (record: CrmRecord, field: Field, step: string) => void;
  /** To be drawn somewhere: asks for what the step requires. */
  dialog: ReactNode;
}

export function useMove(entity: Entity): Moving {
  const { t } = useTranslation('record');
  const metadata = useMetadata();
  const [asked, setAsked] = useState<Asked>();

  const labelOf = (record: CrmRecord, field: Field, step: string) =>
    stepsOf(metadata, field, record).find(({ key }) => key === step)?.label ?? step;

  const done = (record: CrmRecord, field: Field, step: string, before: Values) => {
    notifyUndo(t('stage.moved', { stage: labelOf(record, field, step) }), () =>
      saveRecord(entity.name, { id: record.id, changes: before }));
  };

  const send = async (record: CrmRecord, field: Field, step: string) => {
    try {
      done(record, field, step, await saveMerging(entity, record.id, { [field.name]: step }));
    } catch (error) {
      const names = missingFields(error, entity, field);
      if (names.length > 0) setAsked({ record, field, step, names });
      else notifyError(error);
    }
  };

  const move: Moving['move'] = (record, field, step) => {
    if (record[field.name] === step) return;
    const names = requiredAt(metadata, entity, field, record, step);
    if (names.length > 0) setAsked({ record, field, step, names });
    else void send(record, field, step);
  };

  const dialog = asked && (
    <MoveDialog
      {...asked}
      entity={entity}
      label={labelOf(asked.record, asked.field, asked.step)}
      onClose={() => setAsked(undefined)}
      onMoved={(before) => done(asked.record, asked.field, asked.step, before)}
    />
  );
  return { move, dialog };
}

/** Fields that the server asks for besides the one that was changed. */
export function missingFields(error: unknown, entity: Entity, field: Field): string[] {
  if (!isApiError(error)) return [];
  return Object.keys(error.fields).filter((name) =>
    name !== field.name && entity.fields.some((own) => own.name === name && !own.read_only));
}
