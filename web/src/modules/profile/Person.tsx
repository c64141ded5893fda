/** Name, job, phone and time zone of the person. */
import { Button, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError, saveProfile, type CrmRecord } from '@/shared/api';
import { timeZones } from '@/shared/i18n/format';
import { notify, notifyError } from '@/shared/ui';
import '@/engine/form/form.css';

const FIELDS = ['name', 'job_title', 'phone', 'time_zone'] as const;
type Values = { [field in (typeof FIELDS)[number]]: string };

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

const readValues = (profile: CrmRecord) =>
  Object.fromEntries(FIELDS.map((name) => [name, textOf(profile[name])])) as Values;

export function Person({ profile }: { profile: CrmRecord }) {
  const { t } = useTranslation('profile');
  const before = readValues(profile);
  const [values, setValues] = useState(before);
  const [wrong, setWrong] = useState<{ [field: string]: string }>({});
  const [busy, setBusy] = useState(false);
  const changed = FIELDS.filter((name) => values[name] !== before[name]);
  const put = (part: Partial<Values>) => setValues((old) => ({ ...old, ...part }));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setWrong({});
    saveProfile(Object.fromEntries(changed.map((name) => [name, values[name].trim() || null])))
      .then(() => notify(t('common:saved')))
      .catch((error: unknown) => {
        const fields = isApiError(error) ? error.fields : {};
        setWrong(fields);
        if (!FIELDS.some((name) => fields[name])) notifyError(error);
      })
      .finally(() => setBusy(false));
  };
  const zones = timeZones();
  return (
    <form className="form" onSubmit={submit}>
      <div className="form-row">
        <TextInput label={t('person.name')} required autoComplete="name" value={values.name}
          error={wrong.name} onChange={(e) => put({ name: e.currentTarget.value })} />
        <TextInput label={t('person.job')} autoComplete="organization-title"
          value={values.job_title} error={wrong.job_title}
          onChange={(e) => put({ job_title: e.currentTarget.value })} />
      </div>
      <div className="form-row">
        <TextInput label={t('person.phone')} type="tel" autoComplete="tel" value={values.phone}
          error={wrong.phone} onChange={(e) => put({ phone: e.currentTarget.value })} />
        <Select label={t('person.zone')} searchable allowDeselect={false} limit={100}
          data={zones.includes(values.time_zone) || !values.time_zone
            ? zones : [values.time_zone, ...zones]}
          value={values.time_zone || null} error={wrong.time_zone}
          nothingFoundMessage={t('common:nothingFound')}
          onChange={(zone) => put({ time_zone: zone ?? '' })} />
      </div>
      <Button type="submit" loading={busy} disabled={changed.length === 0 || !values.name.trim()}
        style={{ alignSelf: 'flex-start' }}>
        {t('common:save')}
      </Button>
    </form>
  );
}
