/** Makes a key for a program, and shows it the only time it is told. */
import { Button, Modal, MultiSelect, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, isAdministrator, isApiError, useMetadata, useSession } from '@/shared/api';
import { Segmented, usePhone } from '@/shared/ui';
import { SecretTold } from '@/shared/ui/SecretTold';
import '@/engine/form/form.css';

interface Props {
  onMade: () => void;
  onClose: () => void;
}

interface Values {
  name: string;
  scopes: string;
  entities: string[];
  networks: string;
  days: string;
}

const DAY_MS = 86_400_000;
const LASTS = ['30', '90', '365'] as const;

const bodyOf = ({ days, ...values }: Values) => ({
  ...values,
  ...(days && { expires_at: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }),
});

export function NewKeyDialog({ onMade, onClose }: Props) {
  const { t } = useTranslation('profile');
  const [values, setValues] = useState<Values>({
    name: '', scopes: 'read,write', entities: [], networks: '', days: '',
  });
  const make = useMutation({
    mutationFn: () => api.post<{ key: string }>('/profile/api-keys', bodyOf(values)),
    onSuccess: onMade,
  });
  const error = isApiError(make.error) ? make.error : undefined;
  const wrong = error?.fields ?? {};
  const placed = Object.keys(wrong).some((name) => name in values);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t('keys.new')} closeOnClickOutside={!make.data}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      {make.data ? (
        <SecretTold text={t('keys.told')} secret={make.data.key} onClose={onClose} />
      ) : (
        <form className="form" onSubmit={submit}>
          {error && !placed && (
            <div className="form-failure" role="alert">
              {error.isOffline ? t('common:error.offline') : error.message}
            </div>
          )}
          <Fields values={values} wrong={wrong}
            put={(part) => setValues((old) => ({ ...old, ...part }))} />
          <Button type="submit" loading={make.isPending}>{t('common:create')}</Button>
        </form>
      )}
    </Modal>
  );
}

interface FieldsProps {
  values: Values;
  wrong: { [field: string]: string };
  put: (part: Partial<Values>) => void;
}

function Fields({ values, wrong, put }: FieldsProps) {
  const { t } = useTranslation('profile');
  const phone = usePhone();
  const { entities } = useMetadata();
  const session = useSession();
  const scopes = [
    { value: 'read', label: t('keys.read') },
    { value: 'read,write', label: t('keys.write') },
    ...(isAdministrator(session) ? [{ value: 'read,write,admin', label: t('keys.admin') }] : []),
  ];
  return (
    <>
      <TextInput label={t('keys.name')} description={t('keys.nameText')} data-autofocus required
        value={values.name} error={wrong.name}
        onChange={(e) => put({ name: e.currentTarget.value })} />
      <Segmented aria-label={t('keys.rights')} value={values.scopes} data={scopes}
        vertical={phone}
        onChange={(chosen) => put({ scopes: chosen })} />
      <MultiSelect label={t('keys.entities')} value={values.entities} error={wrong.entities}
        placeholder={values.entities.length === 0 ? t('keys.entitiesAll') : undefined}
        data={Object.values(entities)
          .map(({ name, labels }) => ({ value: name, label: labels.many }))}
        searchable onChange={(chosen) => put({ entities: chosen })} />
      <Select label={t('keys.lasts')} allowDeselect={false} value={values.days}
        error={wrong.expires_at}
        data={[
          { value: '', label: t('keys.forever') },
          ...LASTS.map((days) => ({ value: days, label: t(`keys.days${days}`) })),
        ]}
        onChange={(days) => put({ days: days ?? '' })} />
      <TextInput label={t('keys.networks')} description={t('keys.networksText')}
        value={values.networks} error={wrong.networks} spellCheck={false}
        onChange={(e) => put({ networks: e.currentTarget.value })} />
    </>
  );
}
