/** A record in a drawer over a list; small until the first record is opened. */
import { SkeletonRows } from '@/shared/ui';
import { Suspense } from 'react';
import { loadable } from '@/shared/lib/loadable';
import { Sheet } from '@/shared/ui/Sheet';
import { isCovered } from './is_covered';
import type { Place } from './prepare_record';
import type { RecordPageProps } from './RecordPage';

const RecordPage = loadable<RecordPageProps>(
  () => import('./RecordPage').then((module) => ({ default: module.RecordPage })),
  { words: ['record', 'timeline'], Waiting: () => <SkeletonRows rows={10} /> });

interface Props {
  /** Which record; none: closed. */
  record: Place | undefined;
  /** Another record instead, or none. */
  onOpen: (record?: Place) => void;
  /** How many dialogs it lies over. */
  beneath?: number;
}

export function RecordDrawer({ record, onOpen, beneath }: Props) {
  const close = () => onOpen();
  return (
    // Esc reaches every dialog that is open.
    <Sheet opened={record !== undefined} onClose={() => isCovered(beneath) || close()}>
      <Suspense fallback={<SkeletonRows rows={10} />}>
        {record && (
          <RecordPage
            {...record}
            onGo={(id) => onOpen({ entity: record.entity, id })}
            onLeave={close}
            onClose={close}
          />
        )}
      </Suspense>
    </Sheet>
  );
}
