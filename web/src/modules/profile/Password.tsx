/** A new password, by who knows the present one. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, isApiError, queryClient } from '@/shared/api';
import { notify } from '@/shared/ui';
import { PasswordField } from '@/shared/ui/PasswordField';
import '@/engine/form/form.css';
import { sessionsQuery } from './api';

const EMPTY = { current: '', password: '' };

export function Password() {
  const { t } = useTranslation('profile');
  const [values, setValues] = useState(EMPTY);
  const put = (part: Partial<typeof values>) => setValues((old) => ({ ...old, ...part }));
  const save = useMutation({
    mutationFn: () => api.post('/profile/password', values),
    onSuccess: () => {
      setValues(EMPTY);
      notify(t('password.changed'));
      void queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
  });
  const error = isApiError(save.error) ? save.error : undefined;
  const wrong = error?.fields ?? {};
  const placed = wrong.current !== undefined || wrong.password !== undefined;
  return (
    <form
      className="form"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {error && !placed && (
        <div className="form-failure" role="alert">
          {error.isOffline ? t('common:error.offline') : error.message}
        </div>
      )}
      <div className="form-row">
        <PasswordField label={t('password.current')} autoComplete="current-password"
          value={values.current} error={wrong.current}
          onChange={(e) => put({ current: e.currentTarget.value })} />
        <PasswordField label={t('password.new')} autoComplete="new-password"
          value={values.password} error={wrong.password}
          onChange={(e) => put({ password: e.currentTarget.value })} />
      </div>
      <p className="muted" style={{ margin: 0 }}>{t('password.text')}</p>
      <Button type="submit" loading={save.isPending} variant="default"
        disabled={!values.current || !values.password} style={{ alignSelf: 'flex-start' }}>
        {t('password.change')}
      </Button>
    </form>
  );
}
