/** A file between being sent and being imported: columns, then the check, then the start. */
import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, notifyError, Screen, SkeletonRows } from '@/shared/ui';
import { previewQuery, startImport, type ListedColumn, type Preview } from './api';
import { CheckStep } from './CheckStep';
import { ColumnsStep } from './ColumnsStep';
import { dropDraft, type Draft } from './draft';
import { orderOf } from './mapping';
import { Steps } from './Steps';

interface Props {
  draft: Draft;
  onStarted: (run: string) => void;
}

export function Wizard({ draft, onStarted }: Props) {
  const { t } = useTranslation('import');
  const [check, setCheck] = useState<string>();
  const [listed, setListed] = useState<ListedColumn[]>([]);
  const preview = useQuery({
    ...previewQuery(draft.file.id, draft.entity, draft.options), placeholderData: keepPreviousData,
  });
  const again = (
    <Button variant="default" onClick={dropDraft}>{t('otherFile')}</Button>
  );
  const run = useStart(draft, preview.data, { onCheck: setCheck, onStarted });

  return (
    <Screen title={t('title')} aside={draft.file.name} actions={again}>
      <Steps current={check ? 'check' : 'columns'} />
      {preview.error && (
        <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
      )}
      {preview.isPending && <SkeletonRows />}
      {preview.data && !preview.error && !check && (
        <ColumnsStep draft={draft} preview={preview.data} stale={preview.isPlaceholderData}
          busy={run.busy} onCheck={(words) => {
            setListed(words);
            run.start(true, words);
          }} />
      )}
      {preview.data && check && (
        <CheckStep run={check} busy={run.busy} onBack={() => setCheck(undefined)}
          onImport={() => run.start(false, listed)} />
      )}
    </Screen>
  );
}

interface Started {
  onCheck: (run: string) => void;
  onStarted: (run: string) => void;
}

function useStart(draft: Draft, preview: Preview | undefined, { onCheck, onStarted }: Started) {
  const [busy, setBusy] = useState(false);
  const start = (dryRun: boolean, listed: ListedColumn[]) => {
    if (!preview) return;
    const order = orderOf(draft, preview, listed);
    setBusy(true);
    startImport(order, dryRun)
      .then((id) => {
        if (dryRun) return onCheck(id);
        onStarted(id);
        dropDraft();
      })
      .catch(notifyError)
      .finally(() => setBusy(false));
  };
  return { busy, start };
}
