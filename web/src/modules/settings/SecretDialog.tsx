/** A webhook's secret, the only time it is told. */
import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SecretTold } from '@/shared/ui/SecretTold';

export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation('settings');
  return (
    <Modal opened onClose={onClose} title={t('webhooks.secret')} closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      <SecretTold text={t('webhooks.told')} secret={secret} onClose={onClose} />
    </Modal>
  );
}
