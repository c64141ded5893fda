/** What the parts of a record page share: the record, and where the page stands. */
import { useCallback, useMemo, useState } from 'react';
import { refreshLists, titleOf, type CrmRecord, type Entity } from '@/shared/api';
import type { ComposerKind } from '../timeline/composer/kinds';
import { useEditing } from './editing/use_editing';
import type { RecordPageState } from './record_context';
import type { RecordPageProps } from './RecordPage';
import { refreshRecord } from './refresh';
import type { Room } from './use_width';

const TIMELINE = 'timeline';

export interface ComposerState {
  kind: ComposerKind;
  /** Grows when the box shall take the keyboard. */
  focus: number;
  /** On a phone it opens in a sheet. */
  sheet: boolean;
}

export interface PageState {
  page: RecordPageState;
  tab: string | undefined;
  setTab: (tab: string) => void;
  composer: ComposerState;
  setKind: (kind: ComposerKind) => void;
  closeSheet: () => void;
  /** The form of all fields is open. */
  editingAll: boolean;
  closeForm: () => void;
}

export function usePageState(
  props: RecordPageProps, entity: Entity, record: CrmRecord, room: Room,
): PageState {
  const { onTab, onLeave, onClose } = props;
  const [ownTab, setOwnTab] = useState<string>();
  const [composer, setComposer] = useState<ComposerState>(
    { kind: 'notes', focus: 0, sheet: false });
  const [editingAll, setEditingAll] = useState(false);
  const editing = useEditing(entity, record.id);
  const drawer = onClose !== undefined;

  const setTab = useCallback((tab: string) => (onTab ? onTab(tab) : setOwnTab(tab)), [onTab]);
  const compose = useCallback((kind: ComposerKind) => {
    if (kind === 'files') return setTab('files');
    const sheet = room === 'phone';
    if (!sheet) setTab(TIMELINE);
    setComposer((old) => ({ kind, focus: old.focus + 1, sheet }));
  }, [room, setTab]);

  const title = titleOf(entity, record);
  const self = useMemo(
    () => ({ id: record.id, entity: entity.name, name: title }), [record.id, entity.name, title]);
  const page: RecordPageState = {
    ...editing, entity, record, title, self, drawer, compose,
    isEditing: editingAll || editing.editing !== undefined,
    refresh: () => refreshRecord(self),
    editAll: () => setEditingAll(true),
    leave: () => {
      refreshLists(entity.name);
      onLeave();
    },
  };
  return {
    page, setTab, composer, editingAll,
    tab: props.tab ?? ownTab,
    setKind: (kind) => setComposer((old) => ({ ...old, kind })),
    closeSheet: () => setComposer((old) => ({ ...old, sheet: false })),
    closeForm: () => setEditingAll(false),
  };
}
