/** The second step: what the file is, where its columns go, what to do with duplicates. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import type { Preview } from './api';
import { Columns } from './Columns';
import type { Draft } from './draft';
import { FileFound } from './FileFound';
import { missingFields, takenTwice } from './mapping';
import { Rules } from './Rules';

interface Props {
  draft: Draft;
  preview: Preview;
  /** The preview is of the file as it was read before the last change. */
  stale: boolean;
  busy: boolean;
  onCheck: () => void;
}

export function ColumnsStep({ draft, preview, stale, busy, onCheck }: Props) {
  const { t } = useTranslation('import');
  const metadata = useMetadata();
  const missing = missingFields(metadata, draft, preview);
  const twice = takenTwice(draft, preview);
  return (
    <div className="import-body" data-stale={stale || undefined}>
      <FileFound draft={draft} preview={preview} />
      <h2 className="import-heading">{t('columns.title')}</h2>
      <Columns draft={draft} preview={preview} twice={twice} />
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
        <Button loading={busy} disabled={stale || twice.size > 0} onClick={onCheck}>
          {t('check.start')}
        </Button>
      </div>
    </div>
  );
}
