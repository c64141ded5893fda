/** One sharing rule: which records, to whom, to read or also to change. */
import { Button, Checkbox, Input, MultiSelect, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteWithUndo } from '@/engine/undo';
import { RecordsPicker } from '@/engine/fields/controls/RecordsPicker';
import { useMetadata, type CrmRecord, type Field, type Filter, type LinkValue } from '@/shared/api';
import { Sheet } from '@/shared/ui/Sheet';
import '@/engine/form/form.css';
import { useAll, useRoleName, useTeams } from '../people';
import { ConditionField } from './ConditionField';
import type { SharingRule } from './SharingScreen';
import { useSave } from './use_save';

const idsOf = (links: LinkValue[] | null | undefined) => links?.map(({ id }) => id) ?? [];

const readValues = (rule?: SharingRule) => ({
  name: rule?.name ?? '',
  entity: rule?.entity ?? '',
  condition: rule?.condition ?? null as Filter | null,
  may_edit: rule?.may_edit === true,
  active: rule?.active !== false,
  users: rule?.users ?? [],
  teams: idsOf(rule?.teams),
  roles: idsOf(rule?.roles),
  departments: idsOf(rule?.departments),
});
type Values = ReturnType<typeof readValues>;
type Put = (part: Partial<Values>) => void;

export function RuleSheet({ rule, onClose }: { rule?: SharingRule; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { entities } = useMetadata();
  const [values, setValues] = useState(() => readValues(rule));
  const { busy, wrong, save } = useSave('sharing_rules', rule?.id, onClose);
  const put: Put = (part) => setValues((old) => ({ ...old, ...part }));
  const shareable = Object.values(entities).filter((each) => each.shareable);
  const entity = entities[values.entity];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save({ ...values, name: values.name.trim() });
  };
  const remove = async () => {
    if (rule && (await deleteWithUndo('sharing_rules', rule.id, rule.name))) onClose();
  };
  return (
    <Sheet opened onClose={onClose} title={rule?.name ?? t('sharing.new')} width={520}>
      <form className="form" onSubmit={submit}>
        <TextInput label={t('sharing.name')} required data-autofocus value={values.name}
          error={wrong.name} onChange={(event) => put({ name: event.currentTarget.value })} />
        <Select label={t('sharing.entity')} required searchable value={values.entity || null}
          error={wrong.entity} placeholder={t('common:choose')}
          data={shareable.map(({ name, labels }) => ({ value: name, label: labels.many }))}
          onChange={(name) => put({ entity: name ?? '', condition: null })} />
        {entity && (
          <ConditionField label={t('sharing.condition')} entity={entity} filter={values.condition}
            error={wrong.condition} onChange={(condition) => put({ condition })} />
        )}
        <Whom values={values} put={put} />
        <Select label={t('sharing.extent')} allowDeselect={false}
          value={values.may_edit ? 'edit' : 'read'}
          data={(['read', 'edit'] as const).map((value) =>
            ({ value, label: t(`sharing.${value}`) }))}
          onChange={(value) => put({ may_edit: value === 'edit' })} />
        <Checkbox label={t('sharing.active')} checked={values.active}
          onChange={(event) => put({ active: event.currentTarget.checked })} />
        <div className="empty-actions" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" loading={busy} disabled={!values.name.trim() || !values.entity}>
            {rule ? t('common:save') : t('common:create')}
          </Button>
        </div>
      </form>
      {rule && (
        <Button variant="subtle" color="red" mt={16} onClick={() => void remove()}>
          {t('sharing.remove')}
        </Button>
      )}
    </Sheet>
  );
}

function Whom({ values, put }: { values: Values; put: Put }) {
  const { t } = useTranslation('settings');
  const nameOf = useRoleName();
  const teams = useTeams().data ?? [];
  const roles = (useAll<CrmRecord>('roles').data ?? [])
    .filter(({ key }) => key !== 'administrator');
  const departments = useAll<CrmRecord>('departments').data ?? [];
  const people: Field = {
    name: 'users', type: 'links', label: t('sharing.users'), to: ['users'], read_only: true,
  };
  const named = (records: CrmRecord[]) =>
    records.map(({ id, name }) => ({ value: id, label: String(name) }));
  return (
    <>
      <Input.Wrapper label={t('sharing.users')}>
        <RecordsPicker field={people} entity="" value={values.users}
          onChange={(users) => put({ users: users ?? [] })} />
      </Input.Wrapper>
      <MultiSelect label={t('sharing.teams')} value={values.teams} data={named(teams)}
        onChange={(ids) => put({ teams: ids })} />
      <MultiSelect label={t('sharing.roles')} value={values.roles}
        data={roles.map((role) => ({ value: role.id, label: nameOf(role) }))}
        onChange={(ids) => put({ roles: ids })} />
      {departments.length > 0 && (
        <MultiSelect label={t('sharing.departments')} value={values.departments}
          data={named(departments)} onChange={(ids) => put({ departments: ids })} />
      )}
    </>
  );
}
