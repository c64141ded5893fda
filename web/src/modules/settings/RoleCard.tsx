/** One role: its name, the table of its rights, the people who have it. */
import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteWithUndo } from '@/engine/undo';
import {
  metadataQuery, queryClient, saveRecord, useMetadata, type CrmRecord,
  type LinkValue,
} from '@/shared/api';
import { Avatar, notify, notifyError } from '@/shared/ui';
import { useRoleName, type User } from './people';
import { Matrix } from './Matrix';
import { basesOf, possibleParents } from './role_tree';
import { readRights } from './rights';
import '@/engine/form/form.css';

const ANYWHERE = 'anywhere';
const SHIPPED = ['administrator', 'manager', 'rep', 'read_only'] as const;

interface Props {
  role: CrmRecord;
  roles: CrmRecord[];
  users: User[];
}

export function RoleCard({ role, roles, users }: Props) {
  const { t } = useTranslation('settings');
  const nameOf = useRoleName();
  const shipped = SHIPPED.find((key) => key === role.key);
  const edit = useRole(role);
  const place = useMetadata().entities.roles?.fields.find(({ name }) => name === 'works_from');
  return (
    <div className="settings-role">
      {shipped ? (
        <>
          <h2>{nameOf(role)}</h2>
          <p className="muted">{t(`roles.about.${shipped}`)}</p>
        </>
      ) : (
        <div className="form-row settings-role-head">
          <TextInput label={t('roles.name')} value={edit.name}
            onChange={(event) => edit.setName(event.currentTarget.value)} />
          <Select label={t('roles.parent')} description={t('roles.parentText')} clearable
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            descriptionProps={{ mt: 10 }}
            value={edit.parent} placeholder={t('roles.noParent')}
            data={possibleParents(role, roles).map((each) =>
              ({ value: each.id, label: nameOf(each) }))}
            onChange={edit.setParent} />
        </div>
      )}
      {shipped !== 'administrator' && (
        <>
          <Select label={place?.label} value={edit.place} allowDeselect={false} maw={314} mb={12}
            data={place?.choices?.map(({ key, label }) => ({ value: key, label })) ?? []}
            onChange={(where) => edit.setPlace(where ?? ANYWHERE)} />
          <Matrix rights={edit.rights} bases={basesOf(edit.parent, roles)}
            onChange={edit.setRights} />
          <p className="muted settings-levels">{t('roles.levelsText')}</p>
        </>
      )}
      <People users={users} />
      {!shipped && users.length === 0 && (
        <Button variant="subtle" color="red" style={{ alignSelf: 'flex-start' }}
          onClick={() => void deleteWithUndo('roles', role.id, nameOf(role))}>
          {t('roles.remove')}
        </Button>
      )}
      {edit.dirty && (
        <div className="settings-save" role="status">
          <span>{t('roles.unsaved')}</span>
          <Button variant="default" onClick={edit.reset}>{t('common:cancel')}</Button>
          <Button loading={edit.busy} onClick={edit.save}>{t('common:save')}</Button>
        </div>
      )}
    </div>
  );
}

function People({ users }: { users: User[] }) {
  const { t } = useTranslation('settings');
  return (
    <section>
      <h3>{t('roles.people', { count: users.length })}</h3>
      <ul className="settings-people">
        {users.map((user) => (
          <li key={user.id} className="settings-member">
            <Avatar name={user.name} size={24} />{user.name}
          </li>
        ))}
      </ul>
    </section>
  );
}

function useRole(role: CrmRecord) {
  const { t } = useTranslation('settings');
  const before = readRights(role.rights);
  const [rights, setRights] = useState(before);
  const [name, setName] = useState(String(role.name ?? ''));
  const parentBefore = (role.parent as LinkValue | null)?.id ?? null;
  const [parent, setParent] = useState(parentBefore);
  const placeBefore = String(role.works_from ?? ANYWHERE);
  const [place, setPlace] = useState(placeBefore);
  const [busy, setBusy] = useState(false);
  const dirty = name.trim() !== role.name || parent !== parentBefore
    || place !== placeBefore || JSON.stringify(rights) !== JSON.stringify(before);
  const save = () => {
    setBusy(true);
    const changes = { rights, name: name.trim(), parent, works_from: place };
    saveRecord('roles', { id: role.id, changes })
      .then(() => {
        notify(t('common:saved'));
        return queryClient.invalidateQueries({ queryKey: metadataQuery().queryKey });
      })
      .catch(notifyError)
      .finally(() => setBusy(false));
  };
  const reset = () => {
    setRights(before);
    setName(String(role.name ?? ''));
    setParent(parentBefore);
    setPlace(placeBefore);
  };
  return {
    rights, setRights, name, setName, parent, setParent, place, setPlace, dirty, busy, save, reset,
  };
}
