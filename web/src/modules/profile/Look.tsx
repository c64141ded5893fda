/** Language, theme and how tight lists are. */
import { Input, SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from '@/shared/i18n';
import { setDensity, usePreferences, type Density } from '@/shared/lib/preferences';
import { useAccount } from '@/shared/lib/use_account';

const THEMES = ['light', 'dark', 'auto'] as const;
const DENSITIES = ['compact', 'normal', 'roomy'] as const;

export function Look() {
  const { t } = useTranslation('profile');
  const account = useAccount();
  const density = usePreferences((state) => state.density);
  return (
    <div className="form">
      <Line label={t('common:language')}>
        <SegmentedControl aria-label={t('common:language')} value={currentLanguage()}
          onChange={(language) => account.setLanguage(language as Language)}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))} />
      </Line>
      <Line label={t('common:theme.label')}>
        <SegmentedControl aria-label={t('common:theme.label')} value={account.colorScheme}
          onChange={(theme) => account.setColorScheme(theme as (typeof THEMES)[number])}
          data={THEMES.map((value) => ({ value, label: t(`common:theme.${value}`) }))} />
      </Line>
      <Line label={t('look.density')}>
        <SegmentedControl aria-label={t('look.density')} value={density}
          onChange={(value) => setDensity(value as Density)}
          data={DENSITIES.map((value) => ({ value, label: t(`look.${value}`) }))} />
      </Line>
    </div>
  );
}

const Line = ({ label, children }: { label: string; children: ReactNode }) => (
  <Input.Wrapper label={label} labelElement="div"><div>{children}</div></Input.Wrapper>
);
