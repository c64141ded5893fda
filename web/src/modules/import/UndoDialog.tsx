/** Asks before a whole import is taken back. */
import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/shared/i18n/format';
import type { ImportRun } from './api';

interface Props {
  run: ImportRun;
  opened: boolean;
  onClose: () => void;
  onConfirm: () => void;
}

export function UndoDialog({ run, opened, onClose, onConfirm }: Props) {
  const { t } = useTranslation('import');
  return (
    <Modal opened={opened} onClose={onClose} title={t('undo.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      <p style={{ marginTop: 0 }}>
        {t('undo.text', {
          created: formatNumber(run.created), updated: formatNumber(run.updated),
        })}
      </p>
      <p className="muted">{t('undo.changed')}</p>
      <div className="empty-actions" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        <Button color="red" onClick={onConfirm}>{t('undo.confirm')}</Button>
      </div>
    </Modal>
  );
}
