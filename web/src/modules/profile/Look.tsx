/** Language, theme and how tight lists are. */
import { Input } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES } from '@/shared/i18n';
import { setDensity, usePreferences } from '@/shared/lib/preferences';
import { useAccount } from '@/shared/lib/use_account';
import { Segmented } from '@/shared/ui';

const THEMES = ['light', 'dark', 'auto'] as const;
const DENSITIES = ['compact', 'normal', 'roomy'] as const;

export function Look() {
  const { t } = useTranslation('profile');
  const account = useAccount();
  const density = usePreferences((state) => state.density);
  return (
    <div className="form">
      <Line label={t('common:language')}>
        <Segmented aria-label={t('common:language')} value={currentLanguage()}
          onChange={account.setLanguage}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))} />
      </Line>
      <Line label={t('common:theme.label')}>
        <Segmented aria-label={t('common:theme.label')} value={account.colorScheme}
          onChange={account.setColorScheme}
          data={THEMES.map((value) => ({ value, label: t(`common:theme.${value}`) }))} />
      </Line>
      <Line label={t('look.density')}>
        <Segmented aria-label={t('look.density')} value={density}
          onChange={setDensity}
          data={DENSITIES.map((value) => ({ value, label: t(`look.${value}`) }))} />
      </Line>
    </div>
  );
}

const Line = ({ label, children }: { label: string; children: ReactNode }) => (
  <Input.Wrapper label={label} labelElement="div"><div>{children}</div></Input.Wrapper>
);
