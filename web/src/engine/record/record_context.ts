/** What every part of a record page knows: the record, how to edit it, where the page stands. */
import { createContext, useContext } from 'react';
import type { CrmRecord, Entity, Field, LinkValue } from '@/shared/api';
import type { ComposerKind } from '../timeline/composer/kinds';
import type { Editing } from './editing/use_editing';

export interface RecordPageState extends Editing {
  entity: Entity;
  record: CrmRecord;
  title: string;
  /** The record as a value of a link. */
  self: LinkValue;
  /** Shown in a drawer over a list. */
  drawer: boolean;
  /** A value or the form of all fields is open for typing. */
  isEditing: boolean;
  /** Asks the server again for the record and all that hangs on it. */
  refresh: () => void;
  /** Opens the composer for a new note, task … */
  compose: (kind: ComposerKind) => void;
  /** Opens the form of all fields. */
  editAll: () => void;
  /** Leaves the page after the record is gone. */
  leave: () => void;
}

export const RecordPageContext = createContext<RecordPageState | undefined>(undefined);

export function useRecordPage(): RecordPageState {
  const page = useContext(RecordPageContext);
  if (!page) throw new Error('useRecordPage is used outside a record page');
  return page;
}

/** Whether this person may type a value into a field of records like this one. */
export const isEditable = (entity: Entity, field: Field) =>
  entity.rights.update && !field.read_only && field.type !== 'autonumber';
