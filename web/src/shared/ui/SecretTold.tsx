/** What a dialog shows when it tells a secret the only time: the words, the secret, copy, close. */
import './SecretTold.css';
import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** Why it has to be kept now. */
  text: string;
  secret: string;
  onClose: () => void;
}

export function SecretTold({ text, secret, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <div className="secret-told">
      <p>{text}</p>
      <code>{secret}</code>
      <div className="secret-told-actions">
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} leftSection={copied
              ? <IconCheck size={16} stroke={1.7} /> : <IconCopy size={16} stroke={1.7} />}>
              {t(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t('close')}</Button>
      </div>
    </div>
  );
}
