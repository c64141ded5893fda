/** The first run: makes the administrator and says in what language and money the company works. */
import { Button, Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ApiError, isApiError, keys, queryClient, useSignIn } from '@/shared/api';
import { currentLanguage } from '@/shared/i18n';
import { currencySign } from '@/shared/i18n/format';
import { AuthFrame } from './AuthFrame';
import '@/engine/form/form.css';

const CURRENCIES = ['UZS', 'RUB', 'USD', 'EUR', 'KZT'];

export default function SetupScreen() {
  const { t } = useTranslation();
  const { token } = useSearch({ from: '/setup' });
  const navigate = useNavigate();
  const signIn = useSignIn();
  const [values, setValues] = useState({
    token: token ?? '', name: '', email: '', password: '', currency: 'UZS',
    sample_data: true,
  });
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const put = (part: Partial<typeof values>) => setValues((old) => ({ ...old, ...part }));
  const wrong = isApiError(error) ? error.fields : {};

  const run = async () => {
    await api.post('/setup', { ...values, language: currentLanguage() });
    queryClient.setQueryData(keys.setup, { needed: false });
    await signIn.mutateAsync({ email: values.email, password: values.password });
    await navigate({ to: '/', replace: true });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    run().catch(setError).finally(() => setBusy(false));
  };

  return (
    <AuthFrame title={t('setup.title')} text={t('setup.text')} wide>
      <form className="form" onSubmit={submit}>
        {isApiError(error) && <Failure error={error} shown={Object.keys(values)} />}
        {!token && (
          <TextInput label={t('setup.token')} description={t('setup.tokenHint')} required
            value={values.token} error={wrong.token}
            onChange={(e) => put({ token: e.currentTarget.value })} />
        )}
        <TextInput label={t('setup.name')} required autoFocus autoComplete="name"
          value={values.name} error={wrong.name}
          onChange={(e) => put({ name: e.currentTarget.value })} />
        <TextInput label={t('signIn.email')} type="email" required autoComplete="username"
          value={values.email} error={wrong.email}
          onChange={(e) => put({ email: e.currentTarget.value })} />
        <PasswordInput label={t('signIn.password')} required autoComplete="new-password"
          description={t('setup.passwordHint')} value={values.password} error={wrong.password}
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
          onChange={(e) => put({ password: e.currentTarget.value })} />
        <NativeSelect label={t('currency')} value={values.currency} error={wrong.currency}
          data={CURRENCIES.map((code) => ({ value: code, label: currencyLabel(code) }))}
          onChange={(e) => put({ currency: e.currentTarget.value })} />
        <Checkbox label={t('setup.sample')} description={t('setup.sampleHint')}
          checked={values.sample_data}
          onChange={(e) => put({ sample_data: e.currentTarget.checked })} />
        <Button type="submit" loading={busy} fullWidth mt={4}>{t('setup.submit')}</Button>
      </form>
    </AuthFrame>
  );
}

const currencyLabel = (code: string) =>
  (currencySign(code) === code ? code : `${code} (${currencySign(code)})`);

/** What no field of the form can show: the refusal itself, and messages of other fields. */
function Failure({ error, shown }: { error: ApiError; shown: string[] }) {
  const { t } = useTranslation();
  const others = Object.entries(error.fields).filter(([name]) => !shown.includes(name));
  const placed = Object.keys(error.fields).length > others.length;
  if (placed && others.length === 0) return null;
  return (
    <div className="form-failure" role="alert">
      {error.isOffline ? t('error.offline') : error.message}
      {others.map(([name, message]) => <div key={name}>{message}</div>)}
    </div>
  );
}
