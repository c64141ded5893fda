/** Signing in with e-mail and password, and with a one-time code where the account asks for it. */
import { Button, TextInput, useMantineColorScheme } from '@mantine/core';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError, profileQuery, queryClient, useSignIn } from '@/shared/api';
import { schemeOf } from '@/shared/lib/use_account';
import '@/engine/form/form.css';
import { PasswordField } from '@/shared/ui/PasswordField';
import { AuthFrame } from './AuthFrame';
import { ProviderButton } from './ProviderButton';

const asksForCode = (error: unknown) =>
  isApiError(error) && (error.problem.errors ?? []).some(({ field }) => field === 'otp');

export default function SignInScreen() {
  const { t } = useTranslation(['common', 'session']);
  const router = useRouter();
  const { next } = useSearch({ from: '/sign-in' });
  const signIn = useSignIn();
  const { setColorScheme } = useMantineColorScheme();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [otp, setOtp] = useState('');
  const [codeWanted, setCodeWanted] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const credentials = { email: email.trim(), password, ...(otp && { otp }) };
    signIn.mutate(credentials, {
      onSuccess: () => {
        void router.navigate({ href: next ?? '/', replace: true });
        // The theme goes with the person from browser to browser.
        queryClient.ensureQueryData(profileQuery)
          .then(({ theme }) => setColorScheme(schemeOf(theme)), () => undefined);
      },
      onError: (error) => setCodeWanted(asksForCode(error)),
    });
  };

  const failure = signIn.error && !(codeWanted && !otp) ? signIn.error : null;
  return (
    <AuthFrame title={t('signIn.title')}>
      <form className="form" onSubmit={submit}>
        {failure && (
          <div className="form-failure" role="alert">{wordsOf(failure, t('error.offline'))}</div>
        )}
        <TextInput label={t('signIn.email')} type="email" autoComplete="username" required autoFocus
          withAsterisk={false} value={email} onChange={(e) => setEmail(e.currentTarget.value)} />
        <PasswordField label={t('signIn.password')} autoComplete="current-password" required
          withAsterisk={false} value={password}
          onChange={(e) => setPassword(e.currentTarget.value)} />
        {codeWanted && (
          <TextInput label={t('signIn.code')} description={t('session:code.hint')}
            autoComplete="one-time-code" autoFocus value={otp}
            onChange={(e) => setOtp(e.currentTarget.value)} />
        )}
        <Button type="submit" loading={signIn.isPending} fullWidth mt={4}>
          {t('signIn.submit')}
        </Button>
        <ProviderButton path="/session/provider" next={next ?? '/'} />
        <p className="auth-hint muted">{t('session:forgot')}</p>
      </form>
    </AuthFrame>
  );
}

const wordsOf = (error: Error, offline: string) =>
  isApiError(error) && error.isOffline ? offline : error.message;
