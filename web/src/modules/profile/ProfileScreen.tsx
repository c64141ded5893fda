/** The person's own account: who one is here, language and theme. */
import { SegmentedControl } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api';
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from '@/shared/i18n';
import { useAccount } from '@/shared/lib/use_account';
import { Avatar, Screen } from '@/shared/ui';

export default function ProfileScreen() {
  const { t } = useTranslation();
  const { user } = useSession();
  const account = useAccount();
  return (
    <Screen title={t('nav.profile')} narrow>
      <div style={{ display: 'flex', alignItems: 'center', gap: 12, marginBottom: 24 }}>
        <Avatar name={user.name} size={48} />
        <div>
          <div className="screen-title">{user.name}</div>
          <div className="muted">{user.email} · {user.role.name}</div>
        </div>
      </div>
      <div className="sidebar-area" style={{ marginLeft: 0 }}>{t('language')}</div>
      <SegmentedControl value={currentLanguage()}
        onChange={(language) => account.setLanguage(language as Language)}
        data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))} />
      <div className="sidebar-area" style={{ marginLeft: 0 }}>{t('theme.label')}</div>
      <SegmentedControl value={account.colorScheme}
        onChange={(scheme) => account.setColorScheme(scheme as 'light' | 'dark' | 'auto')}
        data={(['light', 'dark', 'auto'] as const).map((scheme) => ({
          value: scheme, label: t(`theme.${scheme}`),
        }))} />
    </Screen>
  );
}
