/** The first run: makes the administrator and says in what language and money the company works. */
import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, isApiError, useSetup } from '@/shared/api';
import { currentLanguage } from '@/shared/i18n';
import { currencySign } from '@/shared/i18n/format';
import { PasswordField } from '@/shared/ui/PasswordField';
import { TradeField } from './TradeField';
import { AuthFrame } from './AuthFrame';
import { FirstSteps } from './FirstSteps';
import '@/engine/form/form.css';

const CURRENCIES = ['UZS', 'RUB', 'USD', 'EUR', 'KZT'];

export default function SetupScreen() {
  const { t } = useTranslation('session');
  const setup = useSetup();
  if (setup.isSuccess) return <FirstSteps />;
  return (
    <AuthFrame title={t('common:setup.title')} text={t('common:setup.text')} wide>
      <SetupForm setup={setup} />
    </AuthFrame>
  );
}

function SetupForm({ setup }: { setup: ReturnType<typeof useSetup> }) {
  const { t } = useTranslation();
  const { token } = useSearch({ from: '/setup' });
  const [values, setValues] = useState({
    token: token ?? '',
    name: '',
    email: '',
    password: '',
    currency: 'UZS',
    trade: 'sales',
    sample_data: true,
  });
  const put = (part: Partial<typeof values>) => setValues((old) => ({ ...old, ...part }));
  const error = isApiError(setup.error) ? setup.error : undefined;
  const wrong = error?.fields ?? {};
  const askToken = !token || wrong.token !== undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setup.mutate({ ...values, email: values.email.trim(), language: currentLanguage() });
  };
  return (
    <form className="form" onSubmit={submit}>
      {error && <Failure error={error} shown={Object.keys(values)} />}
      {askToken && (
        <TextInput
          label={t('setup.token')}
          description={t('setup.tokenHint')}
          required
          value={values.token}
          error={wrong.token}
          onChange={(e) => put({ token: e.currentTarget.value.trim() })}
        />
      )}
      <TextInput
        label={t('setup.name')}
        required
        autoFocus
        autoComplete="name"
        value={values.name}
        error={wrong.name}
        onChange={(e) => put({ name: e.currentTarget.value })}
      />
      <TextInput
        label={t('signIn.email')}
        type="email"
        required
        autoComplete="username"
        value={values.email}
        error={wrong.email}
        onChange={(e) => put({ email: e.currentTarget.value })}
      />
      <PasswordField
        label={t('signIn.password')}
        required
        autoComplete="new-password"
        description={t('setup.passwordHint')}
        value={values.password}
        error={wrong.password}
        onChange={(e) => put({ password: e.currentTarget.value })}
      />
      <NativeSelect
        label={t('session:setup.currency')}
        description={t('session:setup.currencyText')}
        value={values.currency}
        error={wrong.currency}
        data={CURRENCIES.map((code) => ({ value: code, label: currencyLabel(code) }))}
        onChange={(e) => put({ currency: e.currentTarget.value })}
      />
      <TradeField value={values.trade} error={wrong.trade} onChange={(trade) => put({ trade })} />
      <Switch
        label={t('setup.sample')}
        description={t('setup.sampleHint')}
        checked={values.sample_data}
        onChange={(e) => put({ sample_data: e.currentTarget.checked })}
      />
      <Button type="submit" loading={setup.isPending} fullWidth mt={4}>
        {t('setup.submit')}
      </Button>
    </form>
  );
}

const currencyLabel = (code: string) =>
  currencySign(code) === code ? code : `${code} (${currencySign(code)})`;

/** What no field of the form can show: the refusal itself, and messages of other fields. */
function Failure({ error, shown }: { error: ApiError; shown: string[] }) {
  const { t } = useTranslation();
  const others = Object.entries(error.fields).filter(([name]) => !shown.includes(name));
  const placed = Object.keys(error.fields).length > others.length;
  if (placed && others.length === 0) return null;
  return (
    <div className="form-failure" role="alert">
      {error.isOffline ? t('error.offline') : error.message}
      {others.map(([name, message]) => (
        <div key={name}>{message}</div>
      ))}
    </div>
  );
}
