/** Asks once more before many records go into the bin. */
import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface Props {
  /** Undefined: all that the list finds. */
  count: number | undefined;
  onConfirm: () => void;
  onClose: () => void;
}

export function ConfirmDelete({ count, onConfirm, onClose }: Props) {
  const { t } = useTranslation('lists');
  return (
    <Modal opened onClose={onClose} size={400} withCloseButton={false}
      title={count === undefined ? t('deleteAllAsk') : t('deleteAsk', { count })}>
      <div className="muted">{t('deleteText')}</div>
      <div className="dialog-foot">
        <Button variant="default" data-autofocus onClick={onClose}>{t('common:cancel')}</Button>
        <Button color="red"
          onClick={() => {
            onClose();
            onConfirm();
          }}>
          {t('common:delete')}
        </Button>
      </div>
    </Modal>
  );
}
