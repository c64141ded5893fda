/** A record in a drawer over a list; small until the first record is opened. */
import { lazy, Suspense } from 'react';
import { Sheet, SkeletonRows } from '@/shared/ui';
import { isCovered } from './is_covered';

const RecordPage = lazy(() =>
  import('./RecordPage').then((module) => ({ default: module.RecordPage })));

interface Place {
  entity: string;
  id: string;
}

interface Props {
  /** Which record; none: closed. */
  record: Place | undefined;
  /** Another record instead, or none. */
  onOpen: (record?: Place) => void;
}

export function RecordDrawer({ record, onOpen }: Props) {
  const close = () => onOpen();
  return (
    // Esc reaches every dialog that is open.
    <Sheet opened={record !== undefined} onClose={() => isCovered() || close()}>
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
