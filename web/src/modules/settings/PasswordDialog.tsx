/** Gives somebody a new password. */
import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '@/shared/api';
import { notify } from '@/shared/ui';
import '@/engine/form/form.css';
import { NewPassword } from './NewPassword';
import { makePassword, setPassword, type User } from './people';

export function PasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const [password, setNewPassword] = useState(makePassword);
  const save = useMutation({
    mutationFn: () => setPassword(user.id, password),
    onSuccess: () => {
      notify(t('password.changed', { name: user.name }));
      onClose();
    },
  });
  const error = isApiError(save.error) ? save.error : undefined;
  const wrong = error?.fields ?? {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t('password.title', { name: user.name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form className="form" onSubmit={submit}>
        {error && !wrong.password && (
          <div className="form-failure" role="alert">
            {error.isOffline ? t('common:error.offline') : error.message}
          </div>
        )}
        <NewPassword value={password} error={wrong.password} onChange={setNewPassword} />
        <div className="empty-actions" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" loading={save.isPending}>{t('common:save')}</Button>
        </div>
      </form>
    </Modal>
  );
}
