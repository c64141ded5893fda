/** Makes a key for a program, and shows it the only time it is told. */
import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, isApiError } from '@/shared/api';
import { PasswordField } from '@/shared/ui/PasswordField';
import { SecretTold } from '@/shared/ui/SecretTold';
import '@/engine/form/form.css';

interface Props {
  onMade: () => void;
  onClose: () => void;
}

export function NewKeyDialog({ onMade, onClose }: Props) {
  const { t } = useTranslation('profile');
  const [values, setValues] = useState({ name: '', scopes: 'read,write', current: '' });
  const put = (part: Partial<typeof values>) => setValues((old) => ({ ...old, ...part }));
  const make = useMutation({
    mutationFn: () => api.post<{ key: string }>('/profile/api-keys', values),
    onSuccess: onMade,
  });
  const error = isApiError(make.error) ? make.error : undefined;
  const wrong = error?.fields ?? {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('keys.new')}
      closeOnClickOutside={!make.data}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {make.data ? (
        <SecretTold text={t('keys.told')} secret={make.data.key} onClose={onClose} />
      ) : (
        <form className="form" onSubmit={submit}>
          {error && !wrong.current && !wrong.name && (
            <div className="form-failure" role="alert">
              {error.isOffline ? t('common:error.offline') : error.message}
            </div>
          )}
          <TextInput
            label={t('keys.name')}
            description={t('keys.nameText')}
            data-autofocus
            required
            value={values.name}
            error={wrong.name}
            onChange={(e) => put({ name: e.currentTarget.value })}
          />
          <SegmentedControl
            aria-label={t('keys.rights')}
            value={values.scopes}
            onChange={(scopes) => put({ scopes })}
            data={[
              { value: 'read,write', label: t('keys.write') },
              { value: 'read', label: t('keys.read') },
            ]}
          />
          <PasswordField
            label={t('password.confirm')}
            required
            autoComplete="current-password"
            value={values.current}
            error={wrong.current}
            onChange={(e) => put({ current: e.currentTarget.value })}
          />
          <Button type="submit" loading={make.isPending}>
            {t('common:create')}
          </Button>
        </form>
      )}
    </Modal>
  );
}
