/** The password, and the code where there is one, of a person who is signed in already. */
import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, isApiError } from '@/shared/api';
import { PasswordField } from '@/shared/ui/PasswordField';
import '@/engine/form/form.css';
import './auth.css';
import { ProviderButton } from './ProviderButton';

export default function ConfirmDialog({ onAnswer }: { onAnswer: (confirmed: boolean) => void }) {
  const { t } = useTranslation('session');
  const [password, setPassword] = useState('');
  const [otp, setOtp] = useState('');
  const [codeWanted, setCodeWanted] = useState(false);
  const confirm = useMutation({
    mutationFn: () => api.post('/session/confirm', { password, ...(otp && { otp }) }),
    onSuccess: () => onAnswer(true),
    onError: (error) => {
      if (isApiError(error) && error.fields.otp) setCodeWanted(true);
    },
  });
  const error = isApiError(confirm.error) ? confirm.error : undefined;
  const wrong = error?.fields ?? {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A form of the page behind must not be sent with it.
    event.stopPropagation();
    confirm.mutate();
  };
  return (
    <Modal opened onClose={() => onAnswer(false)} title={t('confirm.title')} zIndex={400}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form className="form" onSubmit={submit}>
        <p style={{ margin: 0 }}>{t('confirm.text')}</p>
        {error && !wrong.password && !wrong.otp && (
          <div className="form-failure" role="alert">
            {error.isOffline ? t('common:error.offline') : error.message}
          </div>
        )}
        <PasswordField label={t('common:signIn.password')} data-autofocus required
          withAsterisk={false} autoComplete="current-password" value={password}
          error={wrong.password} onChange={(e) => setPassword(e.currentTarget.value)} />
        {codeWanted && (
          <TextInput label={t('code.label')} description={t('code.hint')} autoFocus
            autoComplete="one-time-code" inputMode="text" value={otp}
            error={otp ? wrong.otp : undefined}
            onChange={(e) => setOtp(e.currentTarget.value)} />
        )}
        <div className="empty-actions" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={() => onAnswer(false)}>{t('common:cancel')}</Button>
          <Button type="submit" loading={confirm.isPending} disabled={!password}>
            {t('confirm.submit')}
          </Button>
        </div>
        <ProviderButton path="/session/provider/confirm"
          next={window.location.pathname + window.location.search} />
      </form>
    </Modal>
  );
}
