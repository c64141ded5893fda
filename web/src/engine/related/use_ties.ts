/** Tying records to this one and untying them; both can be taken back. */
import { useTranslation } from 'react-i18next';
import {
  api, refreshLists, saveRecord, useMetadata, type LinkValue, type RelatedList,
} from '@/shared/api';
import { openQuickCreate } from '@/engine/form/quick_create';
import { notifyError, notifyUndo } from '@/shared/ui';
import { useRecordPage } from '../record/record_context';
import { tieOf } from './groups';

export function useTies(list: RelatedList) {
  const { t } = useTranslation('record');
  const metadata = useMetadata();
  const { entity, self, refresh } = useRecordPage();
  const tie = tieOf(metadata, entity, list);
  const path = (id: string) => `/${self.entity}/${self.id}/related/${list.name}/${id}`;
  const done = () => {
    refreshLists(list.entity);
    refresh();
  };

  const put = async (id: string) => {
    if (tie.many) await api.put(path(id));
    else if (tie.field) await saveRecord(list.entity, { id, changes: { [tie.field]: self } });
    done();
  };
  const cut = async (id: string) => {
    if (tie.many) await api.delete(path(id));
    else if (tie.field) await saveRecord(list.entity, { id, changes: { [tie.field]: null } });
    done();
  };
  const tied = tie.field ? { [tie.field]: tie.many ? [self] : self } : {};
  /** A new record holds the link already, or this one has to. */
  const created = (id: string) => {
    if (tie.field) done();
    else put(id).catch(notifyError);
  };
  const create = (values: { [field: string]: unknown } = {}) => openQuickCreate(list.entity, {
    initial: { ...tied, ...values }, onCreated: ({ id }) => created(id),
  });
  const untie = (link: LinkValue) => cut(link.id).then(
    () => notifyUndo(t('related.untied', { name: link.name }), () => put(link.id)), notifyError);

  return {
    tied,
    create,
    created,
    tie: (link: LinkValue) => void put(link.id).catch(notifyError),
    untie: (link: LinkValue) => void untie(link),
  };
}
