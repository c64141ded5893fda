/** A password for somebody else, and the own one that proves who gives it. */
import { ActionIcon, CopyButton, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PasswordField } from '@/shared/ui/PasswordField';
import { makePassword } from './people';

export interface Passwords {
  password: string;
  current: string;
}

interface Props {
  values: Passwords;
  wrong: { [field: string]: string };
  onChange: (values: Passwords) => void;
}

const icon = { size: 16, stroke: 1.7 };

export function NewPassword({ values, wrong, onChange }: Props) {
  const { t } = useTranslation('settings');
  return (
    <>
      <TextInput
        label={t('password.theirs')}
        description={t('password.theirsText')}
        required
        autoComplete="off"
        spellCheck={false}
        value={values.password}
        error={wrong.password}
        rightSectionWidth={64}
        rightSection={(
          <>
            <ActionIcon aria-label={t('password.make')}
              onClick={() => onChange({ ...values, password: makePassword() })}>
              <IconRefresh {...icon} />
            </ActionIcon>
            <CopyButton value={values.password}>
              {({ copied, copy }) => (
                <ActionIcon aria-label={t('password.copy')} onClick={copy}>
                  {copied ? <IconCheck {...icon} /> : <IconCopy {...icon} />}
                </ActionIcon>
              )}
            </CopyButton>
          </>
        )}
        onChange={(event) => onChange({ ...values, password: event.currentTarget.value })}
      />
      <PasswordField label={t('password.own')} description={t('password.ownText')} required
        autoComplete="current-password" value={values.current} error={wrong.current}
        onChange={(event) => onChange({ ...values, current: event.currentTarget.value })} />
    </>
  );
}
