/** A merge, or one taken back, as the history and the timeline tell of it. */
import type { LinkValue } from '@/shared/api';
import type { Change } from '../../timeline/types';

export interface MergeTold {
  /** By which it can be taken back; none when it was. */
  merge: string | undefined;
  records: LinkValue[];
}

export function mergeOf({ changes }: { changes?: Change[] }): MergeTold | undefined {
  const told = changes?.find(({ field }) => field === 'merged');
  if (!told) return undefined;
  return typeof told.old === 'string'
    ? { merge: told.old, records: told.new as LinkValue[] }
    : { merge: undefined, records: told.old as LinkValue[] };
}
