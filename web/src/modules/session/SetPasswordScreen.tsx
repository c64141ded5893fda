/** A password chosen by the link that an administrator handed over; the token stands behind "#". */
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, isApiError } from '@/shared/api';
import { ErrorState, SkeletonRows } from '@/shared/ui';
import { PasswordField } from '@/shared/ui/PasswordField';
import { AuthFrame } from './AuthFrame';
import '@/engine/form/form.css';

/** Read once, and taken out of the address so that it does not stay in the history. */
function useToken() {
  const [token] = useState(() => window.location.hash.slice(1));
  useEffect(() => window.history.replaceState(null, '', window.location.pathname), []);
  return token;
}

interface Owner {
  name: string;
  email: string;
}

export default function SetPasswordScreen() {
  const { t } = useTranslation('session');
  const token = useToken();
  const owner = useQuery({
    queryKey: ['password-link', token],
    queryFn: () => api.post<Owner>('/password-link/look', { token }),
    retry: false,
    gcTime: 0,
    staleTime: Infinity,
  });
  const [done, setDone] = useState(false);
  if (done) {
    return (
      <AuthFrame title={t('link.done')} text={t('link.doneText')}><ToSignIn filled /></AuthFrame>
    );
  }
  const error = isApiError(owner.error) ? owner.error : undefined;
  if (error && [404, 422].includes(error.status)) {
    return (
      <AuthFrame title={t('link.over')} text={error.message}><ToSignIn /></AuthFrame>
    );
  }
  return (
    <AuthFrame title={t('link.title')} text={owner.data && t('link.for', { ...owner.data })}>
      {owner.isPending && <SkeletonRows rows={2} />}
      {owner.error && <ErrorState error={owner.error} onRetry={() => void owner.refetch()} />}
      {owner.data && (
        <NewPasswordForm token={token} email={owner.data.email} onDone={() => setDone(true)} />
      )}
    </AuthFrame>
  );
}

function ToSignIn({ filled }: { filled?: boolean }) {
  const { t } = useTranslation('session');
  return (
    <Button component={Link} to="/sign-in" fullWidth variant={filled ? 'filled' : 'default'}>
      {t('link.signIn')}
    </Button>
  );
}

interface Props {
  token: string;
  email: string;
  onDone: () => void;
}

function NewPasswordForm({ token, email, onDone }: Props) {
  const { t } = useTranslation('session');
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: () => api.post('/password-link', { token, password }),
    onSuccess: onDone,
  });
  const error = isApiError(save.error) ? save.error : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      {error && !error.fields.password && (
        <div className="form-failure" role="alert">
          {error.isOffline ? t('common:error.offline') : error.message}
        </div>
      )}
      {/* For password keepers of browsers. */}
      <input type="hidden" name="username" autoComplete="username" value={email} />
      <PasswordField label={t('link.password')} description={t('link.hint')} required autoFocus
        withAsterisk={false} autoComplete="new-password" value={password}
        error={error?.fields.password} onChange={(e) => setPassword(e.currentTarget.value)} />
      <Button type="submit" loading={save.isPending} fullWidth disabled={!password}>
        {t('link.submit')}
      </Button>
    </form>
  );
}
