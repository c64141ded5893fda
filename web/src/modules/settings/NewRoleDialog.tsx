/** A role of the company's own, begun with the rights of another one. */
import { Button, Modal, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  createRecord, isApiError, metadataQuery, queryClient, type CrmRecord,
} from '@/shared/api';
import { notifyError } from '@/shared/ui';
import '@/engine/form/form.css';
import { useRoleName } from './people';
import { readRights } from './rights';

interface Props {
  roles: CrmRecord[];
  onCreated: (id: string) => void;
  onClose: () => void;
}

export function NewRoleDialog({ roles, onCreated, onClose }: Props) {
  const { t } = useTranslation('settings');
  const nameOf = useRoleName();
  const models = roles.filter(({ key }) => key !== 'administrator');
  const [name, setName] = useState('');
  const [model, setModel] = useState(
    models.find(({ key }) => key === 'rep')?.id ?? models[0]?.id ?? '');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<string>();

  const create = async () => {
    const rights = readRights(models.find(({ id }) => id === model)?.rights);
    const role = await createRecord('roles', { values: { name: name.trim(), rights } });
    await queryClient.invalidateQueries({ queryKey: metadataQuery().queryKey });
    onCreated(role.id);
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    create()
      .catch((error: unknown) => {
        setBusy(false);
        const message = isApiError(error) ? error.fields.name : undefined;
        setWrong(message);
        if (!message) notifyError(error);
      });
  };
  return (
    <Modal opened onClose={onClose} title={t('roles.add')}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form className="form" onSubmit={submit}>
        <TextInput label={t('roles.name')} required data-autofocus value={name} error={wrong}
          onChange={(event) => setName(event.currentTarget.value)} />
        <Select label={t('roles.model')} allowDeselect={false} value={model}
          data={models.map((role) => ({ value: role.id, label: nameOf(role) }))}
          onChange={(id) => setModel(id ?? '')} />
        <Button type="submit" loading={busy} disabled={!name.trim()}>{t('common:create')}</Button>
      </form>
    </Modal>
  );
}
