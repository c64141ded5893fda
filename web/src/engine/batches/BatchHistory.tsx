/** The person's last batches: each can still be read about and undone. */
import './batches.css';
import { Button, Modal } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, useSession } from '@/shared/api';
import { formatRelative } from '@/shared/i18n/relative';
import { ErrorState, notifyError, SkeletonRows } from '@/shared/ui';
import { actOnBatch, canUndo, isMoving, useBatchList, watchBatch, type Batch } from './batches';
import { deedOf, outcomeOf } from './words';

const BatchReport = lazy(() => import('./BatchReport'));

export default function BatchHistory({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('batches');
  const metadata = useMetadata();
  const { user } = useSession();
  const found = useBatchList();
  const [report, setReport] = useState<Batch>();
  const undo = (batch: Batch) => void actOnBatch(batch.id, 'undo').then(() => {
    watchBatch(user.id, batch.id);
    return found.refetch();
  }, notifyError);
  const items = found.data?.items ?? [];
  return (
    <Modal opened onClose={onClose} size={640} title={t('history')}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      {found.isPending && <SkeletonRows rows={4} />}
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && items.length === 0 && <p className="muted">{t('none')}</p>}
      <ul className="batch-list">
        {items.map((batch) => (
          <li key={batch.id}>
            <div className="batch-list-text">
              <div>{deedOf(t, metadata, batch)}</div>
              <div className="muted num">
                {formatRelative(batch.created_at)} · {outcomeOf(t, batch)}
              </div>
            </div>
            {!isMoving(batch) && batch.refused + batch.kept > 0 && (
              <Button size="compact-sm" variant="subtle" onClick={() => setReport(batch)}>
                {t('report')}
              </Button>
            )}
            {canUndo(batch) && (
              <Button size="compact-sm" variant="subtle" onClick={() => undo(batch)}>
                {t('common:undo')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Suspense>
        {report && <BatchReport batch={report} onClose={() => setReport(undefined)} />}
      </Suspense>
    </Modal>
  );
}
