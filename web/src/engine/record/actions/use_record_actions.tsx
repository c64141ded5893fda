/** What can be done with the whole record: its own actions, clone, link, delete. */
import {
  IconBell, IconBellOff, IconBolt, IconCheck, IconCopy, IconEye, IconLink, IconPencil, IconPrinter,
  IconTransform, IconTrash, IconUserShare, type Icon,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteWithUndo } from '@/engine/undo';
import {
  api, canCreate, isAdministrator, keys, newKey, queryClient, refreshLists, useSession,
  type CrmRecord,
} from '@/shared/api';
import { notify, notifyError } from '@/shared/ui';
import { useMarks } from '../people/use_marks';
import { useRecordPage } from '../record_context';

export interface RecordAction {
  name: string;
  label: string;
  icon: Icon;
  run: () => void;
  danger?: boolean;
  keys?: string;
}

const ConvertDialog = lazy(() => import('./ConvertDialog'));
const ShareDialog = lazy(() => import('../sharing/ShareDialog'));
const SightDialog = lazy(() => import('../sharing/SightDialog'));

/** Actions with a dialog of their own, and when an action makes no sense any more. */
const KNOWN: { [action: string]: { icon: Icon; over?: (record: CrmRecord) => boolean } } = {
  convert: { icon: IconTransform, over: (record) => !!record.converted_at },
  complete: { icon: IconCheck, over: (record) => record.status === 'done' },
};

interface Actions {
  /** Of this entity, as buttons. */
  own: RecordAction[];
  /** Of every entity, in the menu. */
  common: RecordAction[];
  /** Dialogs that the actions open. */
  dialogs: ReactNode;
}

export function useRecordActions(): Actions {
  const { t } = useTranslation('record');
  const navigate = useNavigate();
  const page = useRecordPage();
  const { entity, record, self, title, refresh } = page;
  const session = useSession();
  const [dialog, setDialog] = useState<'convert' | 'share' | 'sight'>();
  const { marks, toggleFollow } = useMarks(self);
  const path = `/${entity.name}/${record.id}`;

  const act = async (name: string) => {
    try {
      await api.post(`${path}/actions/${name}`, {}, { idempotencyKey: newKey() });
      refresh();
      refreshLists(entity.name);
    } catch (error) {
      notifyError(error);
    }
  };
  const clone = async () => {
    try {
      const copy = await api.post<CrmRecord>(
        `${path}/actions/clone`, {}, { idempotencyKey: newKey() });
      queryClient.setQueryData(keys.record(entity.name, copy.id), copy);
      refreshLists(entity.name);
      notify(t('cloned'));
      void navigate({ to: '/o/$entity/$id', params: { entity: entity.name, id: copy.id } });
    } catch (error) {
      notifyError(error);
    }
  };
  const copyLink = async () => {
    await navigator.clipboard.writeText(`${window.location.origin}/o${path}`);
    notify(t('linkCopied'));
  };
  const remove = async () => {
    if (await deleteWithUndo(entity.name, record.id, title)) page.leave();
  };

  const own = entity.rights.update
    ? entity.actions.filter(({ name }) => !KNOWN[name]?.over?.(record)).map(({ name, label }) => ({
      name, label,
      icon: KNOWN[name]?.icon ?? IconBolt,
      run: () => (name === 'convert' ? setDialog('convert') : void act(name)),
    })) : [];
  const common: RecordAction[] = [{
    name: 'link', label: t('copyLink'), icon: IconLink,
    run: () => void copyLink().catch(notifyError),
  }];
  common.push({
    name: 'print', label: t('common:print'), icon: IconPrinter, run: () => window.print(),
  });
  const following = marks?.following === true;
  common.push({
    name: 'follow', label: t(following ? 'unfollow' : 'follow'),
    icon: following ? IconBellOff : IconBell, run: toggleFollow,
  });
  if (entity.rights.update) {
    common.unshift({
      name: 'edit', label: t('editAll'), icon: IconPencil, run: page.editAll, keys: 'KeyE',
    });
  }
  if (entity.shareable) {
    common.push({
      name: 'share', label: t('share'), icon: IconUserShare, run: () => setDialog('share'),
    });
  }
  if (isAdministrator(session)) {
    common.push({
      name: 'sight', label: t('sight'), icon: IconEye, run: () => setDialog('sight'),
    });
  }
  if (canCreate(entity)) {
    common.push({ name: 'clone', label: t('clone'), icon: IconCopy, run: () => void clone() });
  }
  if (entity.rights.delete) {
    common.push({
      name: 'delete', label: t('common:delete'), icon: IconTrash, danger: true,
      run: () => void remove(),
    });
  }
  const close = () => setDialog(undefined);
  const dialogs = dialog && (
    <Suspense>
      {dialog === 'convert' && <ConvertDialog lead={self} onClose={close} />}
      {dialog === 'share' && <ShareDialog of={self} title={title} onClose={close} />}
      {dialog === 'sight' && <SightDialog of={self} title={title} onClose={close} />}
    </Suspense>
  );
  return { own, common, dialogs };
}
