/** Editing in place: which value is open, saving it, what the server refused and why. */
import { useCallback, useState } from 'react';
import i18next from 'i18next';
import { isApiError, saveRecord, type Entity } from '@/shared/api';
import { notifyError, notifyUndo } from '@/shared/ui';
import type { FieldConflict } from './conflict';
import { ConflictError, saveMerging } from './save_merging';

type Values = { [field: string]: unknown };

export interface Refusal {
  value: unknown;
  message: string;
}

export interface Conflict {
  who: string | null;
  fields: FieldConflict[];
}

export interface Editing {
  /** Key of the value being edited: "place:field". */
  editing: string | undefined;
  setEditing: (key: string | undefined) => void;
  /** Values the server did not take, by field. */
  refusals: { [field: string]: Refusal };
  forgetRefusal: (field: string) => void;
  /** Saves with Undo; false when refused. `key`: the editor to open again then. */
  save: (changes: Values, key?: string) => Promise<boolean>;
  conflict: Conflict | undefined;
  /** Ends a conflict: these values are saved, none closes the dialog. */
  resolve: (changes: Values) => void;
}

export function useEditing(entity: Entity, id: string): Editing {
  const [editing, setEditing] = useState<string>();
  const [refusals, setRefusals] = useState<Editing['refusals']>({});
  const [conflict, setConflict] = useState<Conflict>();

  const forgetRefusal = useCallback((field: string) => {
    setRefusals(({ [field]: _, ...rest }) => rest);
  }, []);

  const refuse = (error: unknown, changes: Values, key?: string) => {
    if (error instanceof ConflictError) {
      return setConflict({ who: error.who, fields: error.conflicts });
    }
    const messages = isApiError(error) ? error.fields : {};
    const own = Object.keys(changes).filter((name) => messages[name]);
    if (own.length === 0 || !key) return notifyError(error);
    setRefusals((old) => ({
      ...old,
      ...Object.fromEntries(own.map((name) => [
        name, { value: changes[name], message: messages[name]! },
      ])),
    }));
    setEditing(key);
  };

  const save = async (changes: Values, key?: string) => {
    Object.keys(changes).forEach(forgetRefusal);
    try {
      const before = await saveMerging(entity, id, changes);
      notifyUndo(i18next.t('saved'), () => saveRecord(entity.name, { id, changes: before }));
      return true;
    } catch (error) {
      refuse(error, changes, key);
      return false;
    }
  };

  const resolve = (changes: Values) => {
    setConflict(undefined);
    if (Object.keys(changes).length > 0) void save(changes);
  };

  return {
    editing, setEditing, refusals, forgetRefusal, save, conflict, resolve,
  };
}
