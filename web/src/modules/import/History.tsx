/** Earlier imports; each can be looked at and undone. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import { formatRelative } from '@/shared/i18n/relative';
import { EntityBadge, ErrorState, SkeletonRows } from '@/shared/ui';
import { runsQuery, type ImportRun } from './api';
import { StateTag } from './StateTag';

export function History({ onOpen }: { onOpen: (run: string) => void }) {
  const { t } = useTranslation('import');
  const runs = useQuery(runsQuery);
  if (runs.isPending) return <SkeletonRows rows={3} />;
  if (runs.error) return <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />;
  const shown = runs.data.filter((run) => !run.dry_run);
  if (shown.length === 0) return null;
  return (
    <section className="import-history">
      <h2 className="import-heading">{t('history.title')}</h2>
      <ul>
        {shown.map((run) => <HistoryItem key={run.id} run={run} onOpen={onOpen} />)}
      </ul>
    </section>
  );
}

function HistoryItem({ run, onOpen }: { run: ImportRun; onOpen: (run: string) => void }) {
  const { t } = useTranslation('import');
  const entity = useMetadata().entities[run.entity];
  const counts = run.state === 'undone'
    ? (['removed', 'put_back', 'kept'] as const)
      .filter((part) => (run[part] ?? 0) > 0)
      .map((part) => `${t(`tallyUndone.${part}`)}: ${formatNumber(run[part] ?? 0)}`)
    : (['created', 'updated', 'failed'] as const)
      .filter((part) => run[part] > 0)
      .map((part) => `${t(`tally.${part}`)}: ${formatNumber(run[part])}`);
  return (
    <li>
      <button type="button" className="import-history-item" onClick={() => onOpen(run.id)}>
        {entity && <EntityBadge name={entity.icon} color={entity.color} />}
        <span className="import-history-text">
          <strong className="clip">{run.file_name}</strong>
          <span className="muted clip">
            {[entity?.labels.many, run.started_at && formatRelative(run.started_at), ...counts]
              .filter(Boolean).join(' · ')}
          </span>
        </span>
        <StateTag run={run} />
      </button>
    </li>
  );
}
