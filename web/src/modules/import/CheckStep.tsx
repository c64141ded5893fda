/** The third step: what would happen, without anything having been written. */
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/shared/i18n/format';
import { ErrorState, SkeletonRows } from '@/shared/ui';
import { isMoving, runQuery } from './api';
import { FailedRows } from './FailedRows';
import { Notes } from './Notes';
import { Progress } from './Progress';
import { Tally } from './Tally';

interface Props {
  run: string;
  busy: boolean;
  onBack: () => void;
  onImport: () => void;
}

export function CheckStep({ run: id, busy, onBack, onImport }: Props) {
  const { t } = useTranslation('import');
  const { data: run, error, refetch } = useQuery(runQuery(id));
  const back = (
    <Button variant="default" leftSection={<IconArrowLeft size={16} stroke={1.7} />}
      onClick={onBack}>{t('check.back')}</Button>
  );
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!run) return <SkeletonRows />;
  if (isMoving(run)) return <div className="import-body"><Progress run={run} /></div>;
  const good = run.created + run.updated;
  return (
    <div className="import-body">
      {run.state === 'done' ? (
        <>
          <h2 className="import-heading">{t('check.title')}</h2>
          <Tally run={run} />
          <Notes run={run} />
        </>
      ) : (
        <p className="import-warning" role="alert">{run.error || t(`state.${run.state}`)}</p>
      )}
      {run.failed > 0 && <FailedRows run={run} />}
      <div className="import-foot">
        {back}
        <Button loading={busy} disabled={run.state !== 'done' || good === 0} onClick={onImport}>
          {good === 0 ? t('check.nothing')
            : t('check.import', { count: good, number: formatNumber(good) })}
        </Button>
      </div>
    </div>
  );
}
