/** The second step: what the file is, where its columns go, what to do with duplicates. */
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import { ErrorState } from '@/shared/ui';
import { wordsQuery, type ListedColumn, type Preview } from './api';
import { Columns } from './Columns';
import type { Draft } from './draft';
import { FileFound } from './FileFound';
import { missingFields, orderOf, takenTwice, unansweredOf } from './mapping';
import { Rules } from './Rules';

interface Props {
  draft: Draft;
  preview: Preview;
  /** The preview is of the file as it was read before the last change. */
  stale: boolean;
  busy: boolean;
  onCheck: (listed: ListedColumn[]) => void;
}

export function ColumnsStep({ draft, preview, stale, busy, onCheck }: Props) {
  const { t } = useTranslation('import');
  const metadata = useMetadata();
  const missing = missingFields(metadata, draft, preview);
  const twice = takenTwice(draft, preview);
  const words = useQuery({
    ...wordsQuery(orderOf(draft, preview), !stale && twice.size === 0),
    placeholderData: keepPreviousData,
  });
  const listed = words.data ?? [];
  const left = listed.reduce((sum, column) => sum + unansweredOf(draft, column).length, 0);
  const answered = words.isSuccess && !words.isPlaceholderData && left === 0
    && !listed.some(({ more }) => more);
  return (
    <div className="import-body" data-stale={stale || undefined}>
      <FileFound draft={draft} preview={preview} />
      <h2 className="import-heading">{t('columns.title')}</h2>
      <Columns draft={draft} preview={preview} twice={twice} listed={listed} />
      {words.error && <ErrorState error={words.error} onRetry={() => void words.refetch()} />}
      <Rules draft={draft} preview={preview} />
      {missing.length > 0 && (
        <p className="import-warning" role="status">
          {t('columns.missing', { fields: missing.map(({ label }) => label).join(', ') })}
        </p>
      )}
      <div className="import-foot">
        <span className="muted">
          {t('rowsAbout', {
            count: preview.total_estimate, number: formatNumber(preview.total_estimate),
          })}
        </span>
        {left > 0 && (
          <button type="button" className="import-left" onClick={showOpenWord}>
            {t('words.left', { count: left })}
          </button>
        )}
        <Button loading={busy} disabled={stale || twice.size > 0 || !answered}
          onClick={() => onCheck(listed)}>
          {t('check.start')}
        </Button>
      </div>
    </div>
  );
}

function showOpenWord() {
  const select = document.querySelector<HTMLElement>('.import-word[data-open] select');
  select?.scrollIntoView({ block: 'center' });
  select?.focus({ preventScroll: true });
}
