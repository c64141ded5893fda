/** A user added or changed: name, e-mail, role, teams, language; a new one with a password. */
import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  createRecord, isApiError, saveRecord, useMetadata, type CrmRecord, type LinkValue,
} from '@/shared/api';
import { currentLanguage } from '@/shared/i18n';
import { notify, notifyError } from '@/shared/ui';
import { Sheet } from '@/shared/ui/Sheet';
import '@/engine/form/form.css';
import { NewPassword } from './NewPassword';
import { makePassword, setPassword, useAll, useTeams, type User } from './people';

interface Values {
  name: string;
  email: string;
  role: string;
  teams: string[];
  department: string;
  position: string;
  job_title: string;
  phone: string;
  language: string;
}

const readValues = (user: User | undefined, rep: string): Values => ({
  name: user?.name ?? '',
  email: user?.email ?? '',
  role: user?.role?.id ?? rep,
  teams: user?.teams?.map(({ id }) => id) ?? [],
  department: user?.department?.id ?? '',
  position: user?.position?.id ?? '',
  job_title: user?.job_title ?? '',
  phone: user?.phone ?? '',
  language: user?.language ?? currentLanguage(),
});

export function UserSheet({ user, onClose }: { user?: User; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { roles } = useMetadata();
  const before = readValues(user, roles.find(({ key }) => key === 'rep')?.id ?? '');
  const [values, setValues] = useState(before);
  const [password, setNewPassword] = useState(makePassword);
  const save = useSaveUser(user, onClose);
  const put = (part: Partial<Values>) => setValues((old) => ({ ...old, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.run(values, password);
  };
  return (
    <Sheet opened onClose={onClose} title={user ? user.name : t('users.new')} width={480}>
      <form className="form" onSubmit={submit}>
        <Fields values={values} wrong={save.wrong} put={put} />
        {!user && (
          <NewPassword value={password} error={save.wrong.password} onChange={setNewPassword} />
        )}
        <div className="empty-actions" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" loading={save.busy}>
            {user ? t('common:save') : t('users.add')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

interface FieldsProps {
  values: Values;
  wrong: { [field: string]: string };
  put: (part: Partial<Values>) => void;
}

function Fields({ values, wrong, put }: FieldsProps) {
  const { t } = useTranslation('settings');
  const { roles, entities } = useMetadata();
  const teams = useTeams().data ?? [];
  const departments = useAll<CrmRecord>('departments').data ?? [];
  const positions = useAll<CrmRecord>('positions').data ?? [];
  const optionsOf = (records: CrmRecord[]) =>
    records.map(({ id, name }) => ({ value: id, label: String(name) }));
  const languages = entities.users?.fields.find(({ name }) => name === 'language')?.choices ?? [];
  return (
    <>
      <TextInput label={t('users.name')} required data-autofocus value={values.name}
        error={wrong.name} onChange={(e) => put({ name: e.currentTarget.value })} />
      <TextInput label={t('users.email')} description={t('users.emailText')} type="email" required
        autoComplete="off" value={values.email} error={wrong.email}
        onChange={(e) => put({ email: e.currentTarget.value })} />
      <Select label={t('users.role')} required allowDeselect={false} value={values.role || null}
        error={wrong.role} data={roles.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(role) => put({ role: role ?? '' })} />
      <MultiSelect label={t('users.teams')} value={values.teams} error={wrong.teams}
        placeholder={values.teams.length === 0 ? t('common:choose') : undefined}
        nothingFoundMessage={t('teams.none')}
        data={teams.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(ids) => put({ teams: ids })} />
      <div className="form-row">
        <Select label={t('users.department')} clearable searchable value={values.department || null}
          placeholder={t('users.none')} error={wrong.department} data={optionsOf(departments)}
          nothingFoundMessage={t('common:nothingFound')}
          onChange={(id) => put({ department: id ?? '' })} />
        <Select label={t('users.position')} clearable searchable value={values.position || null}
          placeholder={t('users.none')} error={wrong.position} data={optionsOf(positions)}
          nothingFoundMessage={t('common:nothingFound')}
          onChange={(id) => put({ position: id ?? '' })} />
      </div>
      <div className="form-row">
        <TextInput label={t('users.job')} value={values.job_title} error={wrong.job_title}
          onChange={(e) => put({ job_title: e.currentTarget.value })} />
        <TextInput label={t('users.phone')} type="tel" value={values.phone} error={wrong.phone}
          onChange={(e) => put({ phone: e.currentTarget.value })} />
      </div>
      <Select label={t('users.language')} allowDeselect={false} value={values.language}
        error={wrong.language}
        data={languages.map(({ key, label }) => ({ value: key, label }))}
        onChange={(language) => put({ language: language ?? '' })} />
    </>
  );
}

function useSaveUser(user: User | undefined, onDone: () => void) {
  const { t } = useTranslation('settings');
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ [field: string]: string }>({});
  // Made already, when only the password was refused.
  const [made, setMade] = useState<string>();
  const teams = useTeams().data ?? [];

  const save = async (values: Values, password: string) => {
    const changes = {
      ...values,
      name: values.name.trim(),
      email: values.email.trim(),
      job_title: values.job_title.trim() || null,
      department: values.department || null,
      position: values.position || null,
      phone: values.phone.trim() || null,
      teams: values.teams.map((id): LinkValue =>
        ({ id, entity: 'teams', name: teams.find((team) => team.id === id)?.name ?? null })),
    };
    const known = user?.id ?? made;
    if (known) {
      await saveRecord('users', { id: known, changes });
    }
    const id = known ?? (await createRecord('users', { values: changes })).id;
    if (!user) {
      setMade(id);
      await setPassword(id, password);
    }
    notify(user ? t('common:saved') : t('users.added', { name: changes.name }));
    onDone();
  };
  const run = (values: Values, password: string) => {
    setBusy(true);
    setWrong({});
    save(values, password)
      .catch((error: unknown) => {
        const fields = isApiError(error) ? error.fields : {};
        setWrong(fields);
        if (!Object.keys(fields).some((name) => name in values || name === 'password')) {
          notifyError(error);
        }
      })
      .finally(() => setBusy(false));
  };
  return { busy, wrong, run };
}
