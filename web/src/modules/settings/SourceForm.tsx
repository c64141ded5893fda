/** What the forms of directory and provider share: who comes in as what, trying, saving. */
import { ActionIcon, Button, Checkbox, Select, Switch, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError, queryClient, useMetadata } from '@/shared/api';
import { notify } from '@/shared/ui';
import '@/engine/form/form.css';
import { useTeams } from './people';
import {
  saveSource, signInQuery, trySource, type Admission, type GroupRule, type Source,
} from './sign_in';

export type Wrong = { [field: string]: string };
export type Put<T> = (part: Partial<T>) => void;

interface Props<T extends Admission> {
  source: Source;
  settings: T;
  children: (values: T, put: Put<T>, wrong: Wrong) => ReactNode;
}

/** The form of one source; its fields are the children's. */
export function SourceForm<T extends Admission>({ source, settings, children }: Props<T>) {
  const { t } = useTranslation('settings');
  const [values, setValues] = useState(settings);
  const put: Put<T> = (part) => setValues((old) => ({ ...old, ...part }));
  const save = useMutation({
    mutationFn: () => saveSource(source, values),
    onSuccess: (saved) => {
      queryClient.setQueryData(signInQuery.queryKey, saved);
      setValues(saved[source] as unknown as T);
      notify(t('common:saved'));
    },
  });
  const trial = useMutation({
    mutationFn: () => trySource(source, values),
    onSuccess: (found) => notify(found
      ? t('signIn.triedPeople', { count: found.people }) : t('signIn.triedProvider')),
  });
  const failure = save.error ?? trial.error;
  const error = isApiError(failure) ? failure : undefined;
  const wrong = error?.fields ?? {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    trial.reset();
    save.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <Switch label={t('signIn.enabled')} checked={values.enabled}
        onChange={(e) => put({ enabled: e.currentTarget.checked } as Partial<T>)} />
      {children(values, put, wrong)}
      <AdmissionFields values={values} wrong={wrong} put={put as Put<Admission>} />
      {error && (
        <div className="form-failure" role="alert">
          {error.isOffline ? t('common:error.offline') : error.message}
        </div>
      )}
      <div className="settings-buttons">
        <Button type="submit" loading={save.isPending}>{t('common:save')}</Button>
        <Button variant="default" loading={trial.isPending} onClick={() => {
          save.reset();
          trial.mutate();
        }}>
          {t('signIn.try')}
        </Button>
      </div>
    </form>
  );
}

interface AdmissionProps {
  values: Admission;
  wrong: Wrong;
  put: Put<Admission>;
}

function AdmissionFields({ values, wrong, put }: AdmissionProps) {
  const { t } = useTranslation('settings');
  const { roles } = useMetadata();
  return (
    <>
      <Select label={t('signIn.role')} description={t('signIn.roleText')} clearable
        placeholder={values.default_role ? undefined : t('common:choose')}
        value={values.default_role} error={wrong.default_role}
        data={roles.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(role) => put({ default_role: role })} />
      <Groups rules={values.groups} wrong={wrong} onChange={(groups) => put({ groups })} />
      <Checkbox label={t('signIn.linkByEmail')} description={t('signIn.linkByEmailText')}
        checked={values.link_by_email}
        onChange={(e) => put({ link_by_email: e.currentTarget.checked })} />
    </>
  );
}

interface GroupsProps {
  rules: GroupRule[];
  wrong: Wrong;
  onChange: (rules: GroupRule[]) => void;
}

function Groups({ rules, wrong, onChange }: GroupsProps) {
  const { t } = useTranslation('settings');
  const { roles } = useMetadata();
  const teams = useTeams().data ?? [];
  const change = (at: number, part: Partial<GroupRule>) =>
    onChange(rules.map((rule, index) => (index === at ? { ...rule, ...part } : rule)));
  return (
    <div className="settings-groups" role="group" aria-label={t('signIn.groups')}>
      {rules.map((rule, at) => (
        <div key={at} className="settings-group">
          <TextInput aria-label={t('signIn.group')} placeholder={t('signIn.group')}
            value={rule.group} error={!rule.group && wrong['groups.group']} spellCheck={false}
            onChange={(e) => change(at, { group: e.currentTarget.value })} />
          <Select aria-label={t('signIn.groupRole')} placeholder={t('signIn.groupRole')} clearable
            value={rule.role} data={roles.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(role) => change(at, { role })} />
          <Select aria-label={t('signIn.groupTeam')} placeholder={t('signIn.groupTeam')} clearable
            value={rule.team} data={teams.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(team) => change(at, { team })} />
          <ActionIcon aria-label={`${t('signIn.removeGroup')}: ${rule.group}`}
            onClick={() => onChange(rules.filter((_, index) => index !== at))}>
            <IconX size={16} stroke={1.7} />
          </ActionIcon>
        </div>
      ))}
      <Button variant="default" leftSection={<IconPlus size={16} stroke={1.7} />}
        onClick={() => onChange([...rules, { group: '', role: null, team: null }])}>
        {t('signIn.addGroup')}
      </Button>
    </div>
  );
}
