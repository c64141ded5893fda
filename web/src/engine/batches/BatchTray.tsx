/** At the corner of every screen: batches on their way, and what came of the last ones. */
import './batches.css';
import { Button, CloseButton, Progress } from '@mantine/core';
import '@mantine/core/styles/Progress.layer.css';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError, useMetadata, useSession } from '@/shared/api';
import { notifyError } from '@/shared/ui';
import {
  actOnBatch, canUndo, forgetBatch, isMoving, shareOf, useBatch, useWatchedBatches, type Batch,
} from './batches';
import { deedOf, outcomeOf } from './words';

const BatchReport = lazy(() => import('./BatchReport'));

const STAYS_MS = 15_000;

export default function BatchTray() {
  const { user } = useSession();
  const ids = useWatchedBatches(user.id);
  const [report, setReport] = useState<Batch>();
  return (
    <div className="batch-tray" aria-live="polite">
      {ids.map((id) => (
        <Card key={id} id={id} onForget={() => forgetBatch(user.id, id)} onReport={setReport} />
      ))}
      <Suspense>
        {report && <BatchReport batch={report} onClose={() => setReport(undefined)} />}
      </Suspense>
    </div>
  );
}

interface Props {
  id: string;
  onForget: () => void;
  onReport: (batch: Batch) => void;
}

function Card({ id, onForget, onReport }: Props) {
  const { t } = useTranslation('batches');
  const metadata = useMetadata();
  const { data: batch, error, refetch } = useBatch(id);
  useEffect(() => {
    if (isApiError(error) && error.status === 404) onForget();
  }, [error, onForget]);
  // What went through as it should goes by itself; what was refused waits to be read.
  const settled = batch && !isMoving(batch) && batch.refused + batch.kept === 0;
  useEffect(() => {
    if (!settled) return undefined;
    const timer = setTimeout(onForget, STAYS_MS);
    return () => clearTimeout(timer);
  }, [settled, batch?.state, onForget]);
  if (!batch) return null;
  const act = (action: 'cancel' | 'undo') =>
    void actOnBatch(id, action).then(() => refetch(), notifyError);
  const moving = isMoving(batch);
  const share = shareOf(batch);
  return (
    <section className="batch-card" aria-label={deedOf(t, metadata, batch)}>
      <header>
        <b className="clip">{deedOf(t, metadata, batch)}</b>
        {!moving && <CloseButton size="sm" aria-label={t('common:close')} onClick={onForget} />}
      </header>
      {moving && (
        <Progress value={(share ?? 1) * 100} size="sm" animated={share === undefined}
          aria-label={t('progressLabel')} />
      )}
      <div className="muted num">{outcomeOf(t, batch)}</div>
      <footer>
        {moving && batch.state !== 'undoing' && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => act('cancel')}>
            {t('stop')}
          </Button>
        )}
        {!moving && batch.refused + batch.kept > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={() => onReport(batch)}>
            {t('report')}
          </Button>
        )}
        {canUndo(batch) && (
          <Button size="compact-sm" variant="subtle" onClick={() => act('undo')}>
            {t('common:undo')}
          </Button>
        )}
      </footer>
    </section>
  );
}
