/** Acts that can be taken back for six seconds: a changed field, a stage move, a deletion. */
import i18next from 'i18next';
import { deleteRecord, findCached, restoreRecord, saveRecord, type Save } from '@/shared/api';
import { notifyError, notifyUndo } from '@/shared/ui';

/** Saves and offers Undo; a refusal is shown as a message. False when it was refused. */
export async function saveWithUndo(entity: string, save: Save, message = i18next.t('saved')) {
  const before = findCached(entity, save.id);
  const old = Object.fromEntries(
    Object.keys(save.changes).map((name) => [name, before?.[name] ?? null]));
  try {
    await saveRecord(entity, save);
    notifyUndo(message, () => saveRecord(entity, { id: save.id, changes: old }));
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}

/** Puts a record into the bin and offers Undo. False when it was refused. */
export async function deleteWithUndo(entity: string, id: string, name: string) {
  try {
    await deleteRecord(entity, id);
    notifyUndo(i18next.t('deleted', { name }), () => restoreRecord(entity, id));
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}
