/** What one should know of a run beside its numbers: what was left out, what was left alone. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
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
          {t('undo.kept', { count: kept })}
          <ul className="import-messages">
            {records.map(({ id, entity, name }) => (
              <li key={id}>
                <Link className="link" to="/o/$entity/$id" params={{ entity, id }}>
                  {name ?? t('common:hiddenName')}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
