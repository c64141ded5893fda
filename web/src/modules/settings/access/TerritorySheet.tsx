/** One territory: its place in the tree, what belongs to it, who works in it. */
import { ActionIcon, Button, Input, Menu, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordsPicker } from '@/engine/fields/controls/RecordsPicker';
import { deleteWithUndo } from '@/engine/undo';
import { useMetadata, type Field, type Filter, type LinkValue } from '@/shared/api';
import { EntityIcon } from '@/shared/ui';
import { Sheet } from '@/shared/ui/Sheet';
import { LateMenu } from '@/shared/ui/LateMenu';
import '@/engine/form/form.css';
import { ConditionField } from './ConditionField';
import type { Territory } from './TerritoriesScreen';
import { useSave } from './use_save';

interface Props {
  territory?: Territory;
  all: Territory[];
  onClose: () => void;
}

const readValues = (territory?: Territory) => ({
  name: territory?.name ?? '',
  parent: territory?.parent?.id ?? null as string | null,
  members: territory?.members ?? [] as LinkValue[],
  rules: territory?.rules ?? {} as { [entity: string]: Filter },
});

/** Not itself, nothing that is in it. */
function possibleParents(territory: Territory | undefined, all: Territory[]): Territory[] {
  const inside = new Set(territory ? [territory.id] : []);
  for (let grown = true; grown;) {
    const more = all.filter(({ id, parent }) => parent && inside.has(parent.id) && !inside.has(id));
    more.forEach(({ id }) => inside.add(id));
    grown = more.length > 0;
  }
  return all.filter(({ id }) => !inside.has(id));
}

export function TerritorySheet({ territory, all, onClose }: Props) {
  const { t } = useTranslation('settings');
  const [values, setValues] = useState(() => readValues(territory));
  const { busy, wrong, save } = useSave('territories', territory?.id, onClose);
  const put = (part: Partial<typeof values>) => setValues((old) => ({ ...old, ...part }));
  const people: Field = {
    name: 'members', type: 'links', label: t('territories.members'), to: ['users'],
    read_only: true,
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save({ ...values, name: values.name.trim() });
  };
  const remove = async () => {
    if (territory && (await deleteWithUndo('territories', territory.id, territory.name))) onClose();
  };
  return (
    <Sheet opened onClose={onClose} title={territory?.name ?? t('territories.new')} width={520}>
      <form className="form" onSubmit={submit}>
        <TextInput label={t('territories.name')} required data-autofocus value={values.name}
          error={wrong.name} onChange={(event) => put({ name: event.currentTarget.value })} />
        <Select label={t('territories.parent')} clearable searchable value={values.parent}
          error={wrong.parent} placeholder={t('users.none')}
          data={possibleParents(territory, all).map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(parent) => put({ parent })} />
        <Input.Wrapper label={t('territories.members')}>
          <RecordsPicker field={people} entity="" value={values.members}
            onChange={(members) => put({ members: members ?? [] })} />
        </Input.Wrapper>
        <Rules rules={values.rules} error={wrong.rules} onChange={(rules) => put({ rules })} />
        <div className="empty-actions" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" loading={busy} disabled={!values.name.trim()}>
            {territory ? t('common:save') : t('common:create')}
          </Button>
        </div>
      </form>
      {territory && (
        <Button variant="subtle" color="red" mt={16} onClick={() => void remove()}>
          {t('territories.remove')}
        </Button>
      )}
    </Sheet>
  );
}

type RulesOf = { [entity: string]: Filter };

function Rules({ rules, error, onChange }: {
  rules: RulesOf;
  error?: string;
  onChange: (rules: RulesOf) => void;
}) {
  const { t } = useTranslation('settings');
  const { entities } = useMetadata();
  const left = Object.values(entities).filter(({ name, shareable }) => shareable && !rules[name]);
  const drop = (name: string) => onChange(
    Object.fromEntries(Object.entries(rules).filter(([other]) => other !== name)));
  return (
    <fieldset className="access-rules">
      <legend>{t('territories.rules')}</legend>
      {Object.entries(rules).map(([name, filter]) => entities[name] && (
        <div key={name} className="access-rule">
          <span className="settings-member">
            <EntityIcon name={entities[name].icon} />{entities[name].labels.many}
          </span>
          <ConditionField label={entities[name].labels.many} entity={entities[name]}
            filter={filter}
            onChange={(next) => onChange({ ...rules, [name]: next ?? {} as Filter })} />
          <ActionIcon aria-label={`${t('common:remove')}: ${entities[name].labels.many}`}
            onClick={() => drop(name)}>
            <IconX size={16} stroke={1.7} />
          </ActionIcon>
        </div>
      ))}
      {error && <p className="condition-error" role="alert">{error}</p>}
      <LateMenu position="bottom-start" width={240} button={(
        <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />}
          style={{ alignSelf: 'flex-start' }}>
          {t('territories.addRule')}
        </Button>
      )}>
        {left.map(({ name, icon, labels }) => (
          <Menu.Item key={name} leftSection={<EntityIcon name={icon} />}
            onClick={() => onChange({ ...rules, [name]: {} as Filter })}>
            {labels.many}
          </Menu.Item>
        ))}
      </LateMenu>
    </fieldset>
  );
}
