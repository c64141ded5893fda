/** Asks before a key stops working: it cannot be brought back. */
import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  name: string;
  onClose: () => void;
  onConfirm: () => void;
}

export function RevokeDialog({ name, onClose, onConfirm }: Props) {
  const { t } = useTranslation('profile');
  return (
    <Modal opened onClose={onClose} title={t('keys.revokeTitle', { name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      <p style={{ marginTop: 0 }}>{t('keys.revokeText')}</p>
      <div className="empty-actions" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        <Button color="red" onClick={onConfirm}>{t('keys.revoke')}</Button>
      </div>
    </Modal>
  );
}
