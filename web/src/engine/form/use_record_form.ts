/** The state of a form over an entity: values, what was changed, errors by field, the draft. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import i18next from 'i18next';
import { isApiError, type CrmRecord, type Entity, type Field } from '@/shared/api';
import { isEmpty } from '../fields';
import { readDraft, writeDraft } from './drafts';

type Values = { [field: string]: unknown };
type Errors = { [field: string]: string };

interface Options {
  entity: Entity;
  /** The record being edited; without it the form makes a new one. */
  record?: CrmRecord;
  /** Values that a new record begins with. */
  initial?: Values;
  /** Under which unsaved values are kept in the browser; none: not kept. */
  draftKey?: string;
}

export interface RecordForm {
  entity: Entity;
  values: Values;
  /** What the person has changed, in the form values are read. */
  changes: Values;
  errors: Errors;
  dirty: boolean;
  /** Begun with what was typed earlier and not saved. */
  restored: boolean;
  set: (name: string, value: unknown) => void;
  /** Puts the server's messages at their fields; true when at least one found its field. */
  takeErrors: (error: unknown) => boolean;
  /** Checks required fields of those given; true when all are filled. */
  check: (fields: Field[]) => boolean;
  /** Forgets changes, errors and the draft. */
  reset: () => void;
}

const defaultsOf = (entity: Entity): Values =>
  Object.fromEntries(entity.fields
    .filter((field) => field.default !== undefined)
    .map((field) => [field.name, field.default]));

export function useRecordForm({ entity, record, initial, draftKey }: Options): RecordForm {
  const [changes, setChanges] = useState<Values>(() => readDraft(draftKey) ?? {});
  const [restored, setRestored] = useState(() => Object.keys(changes).length > 0);
  const [errors, setErrors] = useState<Errors>({});
  const base = useMemo<Values>(
    () => record ?? { ...defaultsOf(entity), ...initial }, [record, entity, initial]);
  const values = useMemo(() => ({ ...base, ...changes }), [base, changes]);

  useEffect(() => {
    writeDraft(draftKey, changes);
  }, [draftKey, changes]);

  const set = useCallback((name: string, value: unknown) => {
    setChanges((old) => ({ ...old, [name]: value }));
    setErrors(({ [name]: _, ...rest }) => rest);
  }, []);

  const takeErrors = useCallback((error: unknown) => {
    if (!isApiError(error)) return false;
    setErrors(error.fields);
    return Object.keys(error.fields).some((name) =>
      entity.fields.some((field) => field.name === name));
  }, [entity]);

  const check = (fields: Field[]) => {
    const missing = fields.filter((field) =>
      field.required && !field.read_only && isEmpty(values[field.name]));
    if (missing.length > 0 || Object.keys(errors).length > 0)
      setErrors(Object.fromEntries(
        missing.map((field) => [field.name, i18next.t('required')])));
    return missing.length === 0;
  };

  const reset = () => {
    setChanges({});
    setErrors({});
    setRestored(false);
    writeDraft(draftKey, {});
  };

  return {
    entity, values, changes, errors, set, takeErrors, check, reset,
    restored,
    dirty: Object.keys(changes).length > 0,
  };
}

/** All that a new record is sent with: defaults, what was pre-filled, what was typed. */
export const newValues = ({ values, entity }: RecordForm): Values => {
  const writable = new Set(
    entity.fields.filter((field) => !field.read_only).map((field) => field.name));
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => writable.has(name) && !isEmpty(value)));
};
