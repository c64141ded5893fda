/** Asks before a whole import is taken back, and says what would become of its records. */
import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/shared/i18n/format';
import { ErrorState, SkeletonRows } from '@/shared/ui';
import { undoForecastQuery, type ImportRun, type UndoForecast } from './api';
import { KeptRecords } from './Notes';

interface Props {
  run: ImportRun;
  opened: boolean;
  onClose: () => void;
  onConfirm: () => void;
}

export function UndoDialog({ run, opened, onClose, onConfirm }: Props) {
  const { t } = useTranslation('import');
  const { data, error, refetch } = useQuery(undoForecastQuery(run.id, opened));
  return (
    <Modal opened={opened} onClose={onClose} title={t('undo.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={2} />}
      {data && <Forecast forecast={data} />}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        <Button color="red" disabled={!data} onClick={onConfirm}>{t('undo.confirm')}</Button>
      </div>
    </Modal>
  );
}

function Forecast({ forecast }: { forecast: UndoForecast }) {
  const { t } = useTranslation('import');
  const { removed, put_back: putBack, kept } = forecast;
  return (
    <>
      <ul className="import-forecast">
        {removed > 0 && (
          <li>{t('undo.removed', { count: removed, number: formatNumber(removed) })}</li>
        )}
        {putBack > 0 && (
          <li>{t('undo.putBack', { count: putBack, number: formatNumber(putBack) })}</li>
        )}
        {kept === 0 && <li className="muted">{t('undo.noneChanged')}</li>}
      </ul>
      {kept > 0 && (
        <div className="import-warning">
          {t('undo.willKeep', { count: kept, number: formatNumber(kept) })}
          <KeptRecords records={forecast.kept_records} count={kept} />
        </div>
      )}
    </>
  );
}
