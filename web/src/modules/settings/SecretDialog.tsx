/** A webhook's secret, the only time it is told. */
import { Button, CopyButton, Modal } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import '@/engine/form/form.css';

export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation('settings');
  return (
    <Modal opened onClose={onClose} title={t('webhooks.secret')} closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      <div className="form">
        <p style={{ margin: 0 }}>{t('webhooks.told')}</p>
        <code className="settings-secret">{secret}</code>
        <div className="empty-actions" style={{ justifyContent: 'flex-end' }}>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy} leftSection={copied
                ? <IconCheck size={16} stroke={1.7} /> : <IconCopy size={16} stroke={1.7} />}>
                {t(copied ? 'webhooks.copied' : 'webhooks.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose}>{t('common:close')}</Button>
        </div>
      </div>
    </Modal>
  );
}
