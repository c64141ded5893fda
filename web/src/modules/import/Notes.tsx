/** What one should know of a run beside its numbers: what was left out, what was left alone. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { LinkValue } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import type { ImportRun } from './api';

export function Notes({ run }: { run: ImportRun }) {
  const { t } = useTranslation('import');
  const { warnings = [], kept = 0, kept_records: records = [] } = run;
  return (
    <>
      {run.state !== 'undone' && warnings.map(({ column, message }) => (
        <p key={column} className="import-warning">
          <strong>{column}</strong>: {message}
        </p>
      ))}
      {kept > 0 && (
        <div className="import-warning">
          {t('undo.kept', { count: kept, number: formatNumber(kept) })}
          <KeptRecords records={records} count={kept} />
        </div>
      )}
    </>
  );
}

/** Records that somebody has changed since the import: the first of so many. */
export function KeptRecords({ records, count }: { records: LinkValue[]; count: number }) {
  const { t } = useTranslation('import');
  return (
    <ul className="import-messages">
      {records.map(({ id, entity, name }) => (
        <li key={id}>
          <Link className="link" to="/o/$entity/$id" params={{ entity, id }}>
            {name ?? t('common:hiddenName')}
          </Link>
        </li>
      ))}
      {count > records.length && (
        <li className="muted">
          {t('undo.andMore', { number: formatNumber(count - records.length) })}
        </li>
      )}
    </ul>
  );
}
