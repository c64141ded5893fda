/** How many rows became what; after an undoing, what became of the records. */
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/shared/i18n/format';
import type { ImportRun } from './api';

const PARTS = ['created', 'updated', 'unchanged', 'skipped', 'failed'] as const;
const UNDONE = ['removed', 'put_back', 'kept'] as const;

export function Tally({ run }: { run: ImportRun }) {
  const { t } = useTranslation('import');
  if (run.state === 'undone') {
    return (
      <Tiles tiles={UNDONE.filter((part) => part === 'removed' || (run[part] ?? 0) > 0)
        .map((part) => ({ part, label: t(`tallyUndone.${part}`), number: run[part] ?? 0 }))} />
    );
  }
  const words = run.dry_run ? 'tallyCheck' : 'tally';
  // What never happens to most files only takes room.
  const shown = PARTS.filter((part) =>
    run[part] > 0 || part === 'created' || part === 'failed');
  return (
    <Tiles tiles={shown.map((part) => ({
      part, label: t(`${words}.${part}`), number: run[part],
    }))} />
  );
}

const Tiles = ({ tiles }: { tiles: { part: string; label: string; number: number }[] }) => (
  <dl className="import-tally">
    {tiles.map(({ part, label, number }) => (
      <div key={part} data-part={number > 0 ? part : undefined}>
        <dt>{label}</dt>
        <dd className="num">{formatNumber(number)}</dd>
      </div>
    ))}
  </dl>
);
