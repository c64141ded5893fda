/** A run on its way: how far it is, and a way to stop it. */
import { Button, Progress as Bar } from '@mantine/core';
import '@mantine/core/styles/Progress.layer.css';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/shared/i18n/format';
import { notifyError } from '@/shared/ui';
import { cancelImport, type ImportRun } from './api';

/** 0…100, by rows when their number is known, else by bytes. */
export function percentOf({ progress }: ImportRun): number {
  if (!progress) return 0;
  const { rows, total, bytes, total_bytes: totalBytes } = progress;
  const share = total ? rows / total : totalBytes ? (bytes ?? 0) / totalBytes : 0;
  return Math.max(0, Math.min(100, Math.round(share * 100)));
}

export function Progress({ run }: { run: ImportRun }) {
  const { t } = useTranslation('import');
  const percent = percentOf(run);
  const words = run.state === 'undoing' ? t('run.undoing') : t(run.dry_run ? 'run.checking'
    : 'run.importing');
  return (
    <div className="import-progress">
      <div className="import-progress-line">
        <strong role="status">{words}</strong>
        <span className="muted num">
          {t('run.rows', {
            count: run.progress?.rows ?? 0, number: formatNumber(run.progress?.rows ?? 0),
          })}
        </span>
      </div>
      <Bar value={percent} aria-label={words} size={6} transitionDuration={300} />
      {run.state !== 'undoing' && (
        <Button variant="default" style={{ alignSelf: 'flex-start' }}
          onClick={() => void cancelImport(run.id).catch(notifyError)}>
          {t(run.dry_run ? 'run.stopCheck' : 'run.stop')}
        </Button>
      )}
    </div>
  );
}
