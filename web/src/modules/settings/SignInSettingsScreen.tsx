/** By what else than a password of ours people sign in: the directory, the provider. */
import './settings.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ErrorState, Screen, SkeletonRows } from '@/shared/ui';
import { DirectoryForm } from './DirectoryForm';
import { ProviderForm } from './ProviderForm';
import { signInQuery } from './sign_in';

export default function SignInSettingsScreen() {
  const { t } = useTranslation('settings');
  const settings = useQuery(signInQuery);
  return (
    <Screen title={t('common:nav.signIn')} narrow>
      <p className="muted" style={{ marginTop: 0 }}>{t('signIn.text')}</p>
      {settings.isPending && <SkeletonRows />}
      {settings.error && (
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {settings.data && (
        <>
          <section className="settings-source" aria-labelledby="sign-in-directory">
            <h2 id="sign-in-directory">{t('signIn.directory')}</h2>
            <p className="muted">{t('signIn.directoryText')}</p>
            <DirectoryForm settings={settings.data.directory} />
          </section>
          <section className="settings-source" aria-labelledby="sign-in-provider">
            <h2 id="sign-in-provider">{t('signIn.provider')}</h2>
            <p className="muted">{t('signIn.providerText')}</p>
            <ProviderForm settings={settings.data.provider}
              arrivalUrl={settings.data.arrival_url} />
          </section>
        </>
      )}
    </Screen>
  );
}
