/** "Merged with …", and the way back. */
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRecordPage } from '../record_context';
import type { MergeTold } from './merge_of';

const UnmergeDialog = lazy(() => import('./UnmergeDialog'));

export function MergedLine({ merge }: { merge: MergeTold }) {
  const { t } = useTranslation('record');
  const { entity, self } = useRecordPage();
  const [asking, setAsking] = useState(false);
  const names = merge.records.map(({ name }) => name ?? t('common:hiddenName')).join(', ');
  return (
    <span className="merged-line">
      {t(merge.merge ? 'history.merged' : 'history.unmerged', { names })}
      {merge.merge && entity.rights.update && entity.rights.delete && (
        <button type="button" className="text-button" onClick={() => setAsking(true)}>
          {t('history.undoMerge')}
        </button>
      )}
      {asking && (
        <Suspense>
          <UnmergeDialog entity={entity} of={self} merge={merge.merge!}
            onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </span>
  );
}
