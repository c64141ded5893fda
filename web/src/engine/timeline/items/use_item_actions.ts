/** What can be done to an item in place: tick off, pin, delete; each can be taken back. */
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { deleteRecord, restoreRecord, saveRecord, type CrmRecord } from '@/shared/api';
import { notifyError, notifyUndo } from '@/shared/ui';
import { useRecordPage } from '../../record/record_context';
import { isOpen } from './activity';

export function useItemActions(entity: string, record: CrmRecord, title: string) {
  const { t } = useTranslation('timeline');
  const { refresh } = useRecordPage();
  const save = async (changes: { [field: string]: unknown }) => {
    await saveRecord(entity, { id: record.id, changes });
    refresh();
  };

  const toggleDone = async () => {
    const before = record.status;
    const status = isOpen(record) ? 'done' : entity === 'tasks' ? 'new' : 'planned';
    try {
      await save({ status });
      if (status === 'done') {
        notifyUndo(t('completed', { name: title }), () => save({ status: before }));
      }
    } catch (error) {
      notifyError(error);
    }
  };
  const togglePin = () => void save({ pinned: record.pinned !== true }).catch(notifyError);

  const remove = async () => {
    try {
      await deleteRecord(entity, record.id);
      refresh();
      notifyUndo(i18next.t('deleted', { name: title }), async () => {
        await restoreRecord(entity, record.id);
        refresh();
      });
    } catch (error) {
      notifyError(error);
    }
  };
  return { toggleDone: () => void toggleDone(), togglePin, remove: () => void remove() };
}
