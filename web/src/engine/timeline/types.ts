/** What happened on a record, as the server tells it. */
import type { CrmRecord, LinkValue } from '@/shared/api';

export type ItemKind =
  | 'note' | 'task' | 'call' | 'meeting' | 'file' | 'change' | 'created' | 'stage' | 'deleted'
  | 'restored' | 'converted' | 'merged' | 'unmerged';

export interface Change {
  field: string;
  old: unknown;
  new: unknown;
}

export interface TimelineItem {
  kind: ItemKind;
  at: string;
  actor: Pick<LinkValue, 'id' | 'name'> | null;
  entity: string;
  id: string;
  /** The note, task, call, meeting or file itself. */
  record?: CrmRecord;
  changes?: Change[];
  /** A note that stays on top. */
  pinned?: boolean;
}

/** Kinds that a person may ask for together, by the name of their word. */
export const KIND_GROUPS: { [group: string]: ItemKind[] } = {
  notes: ['note'],
  tasks: ['task'],
  calls: ['call'],
  meetings: ['meeting'],
  files: ['file'],
  changes: [
    'change', 'created', 'stage', 'deleted', 'restored', 'converted', 'merged', 'unmerged',
  ],
};
