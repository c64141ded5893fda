/** A piece of code with a button that copies it. */
import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

export function Code({ text }: { text: string }) {
  const { t } = useTranslation('api_docs');
  return (
    <div className="docs-code">
      <pre tabIndex={0}><code>{text}</code></pre>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <ActionIcon onClick={copy} aria-label={t(copied ? 'copied' : 'copy')}>
            {copied ? <IconCheck size={16} stroke={1.7} /> : <IconCopy size={16} stroke={1.7} />}
          </ActionIcon>
        )}
      </CopyButton>
    </div>
  );
}
