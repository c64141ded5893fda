/** How many rows became what. */
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/shared/i18n/format';
import type { ImportRun } from './api';

const PARTS = ['created', 'updated', 'unchanged', 'skipped', 'failed'] as const;

export function Tally({ run }: { run: ImportRun }) {
  const { t } = useTranslation('import');
  const words = run.dry_run ? 'tallyCheck' : 'tally';
  // What never happens to most files only takes room.
  const shown = PARTS.filter((part) =>
    run[part] > 0 || part === 'created' || part === 'failed');
  return (
    <dl className="import-tally">
      {shown.map((part) => (
        <div key={part} data-part={run[part] > 0 ? part : undefined}>
          <dt>{t(`${words}.${part}`)}</dt>
          <dd className="num">{formatNumber(run[part])}</dd>
        </div>
      ))}
    </dl>
  );
}
