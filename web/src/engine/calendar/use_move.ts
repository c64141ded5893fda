/** Puts an event at another time: seen at once, told with Undo, taken back when refused. */
import { useTranslation } from 'react-i18next';
import { refreshLists, saveRecord } from '@/shared/api';
import { notifyError, notifyUndo } from '@/shared/ui';
import { changesFor, type CalendarEvent, type Time } from './events';
import { timeName } from './words';

export function useMoveEvent() {
  const { t } = useTranslation('calendar');
  return async (event: CalendarEvent, time: Time) => {
    const { entity } = event.source;
    const { id } = event.record;
    const changes = changesFor(event, time);
    const before = Object.fromEntries(
      Object.keys(changes).map((name) => [name, event.record[name] ?? null]));
    const save = async (values: typeof changes) => {
      await saveRecord(entity.name, { id, changes: values });
      refreshLists(entity.name);
    };
    try {
      await save(changes);
      notifyUndo(
        t('moved', { name: event.title, time: timeName(time, t('allDay')) }), () => save(before));
    } catch (error) {
      notifyError(error);
    }
  };
}
