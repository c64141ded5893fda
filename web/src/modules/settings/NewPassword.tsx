/** A password for somebody else: made up, to be copied. */
import { ActionIcon, CopyButton, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { makePassword } from './people';

interface Props {
  value: string;
  error?: string;
  onChange: (password: string) => void;
}

const icon = { size: 16, stroke: 1.7 };

export function NewPassword({ value, error, onChange }: Props) {
  const { t } = useTranslation('settings');
  return (
    <TextInput
      label={t('password.theirs')}
      description={t('password.theirsText')}
      required
      autoComplete="off"
      spellCheck={false}
      value={value}
      error={error}
      rightSectionWidth={64}
      rightSection={(
        <>
          <ActionIcon aria-label={t('password.make')} onClick={() => onChange(makePassword())}>
            <IconRefresh {...icon} />
          </ActionIcon>
          <CopyButton value={value}>
            {({ copied, copy }) => (
              <ActionIcon aria-label={t('password.copy')} onClick={copy}>
                {copied ? <IconCheck {...icon} /> : <IconCopy {...icon} />}
              </ActionIcon>
            )}
          </CopyButton>
        </>
      )}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
