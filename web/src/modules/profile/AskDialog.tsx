/** Asks before something that cannot be taken back. */
import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  title: string;
  text: string;
  action: string;
  onClose: () => void;
  onConfirm: () => void;
}

export function AskDialog({ title, text, action, onClose, onConfirm }: Props) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={onClose} title={title}
      closeButtonProps={{ 'aria-label': t('close') }}>
      <p style={{ marginTop: 0 }}>{text}</p>
      <div className="empty-actions" style={{ justifyContent: 'flex-end' }}>
        <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
        <Button color="red" onClick={onConfirm}>{action}</Button>
      </div>
    </Modal>
  );
}
