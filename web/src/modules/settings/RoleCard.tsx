/** One role: its name, the table of its rights, the people who have it. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteWithUndo } from '@/engine/undo';
import {
  metadataQuery, queryClient, saveRecord, type CrmRecord,
} from '@/shared/api';
import { Avatar, notify, notifyError } from '@/shared/ui';
import { useRoleName, type User } from './people';
import { Matrix } from './Matrix';
import { readRights } from './rights';

const SHIPPED = ['administrator', 'manager', 'rep', 'read_only'] as const;

export function RoleCard({ role, users }: { role: CrmRecord; users: User[] }) {
  const { t } = useTranslation('settings');
  const nameOf = useRoleName();
  const shipped = SHIPPED.find((key) => key === role.key);
  const edit = useRole(role);
  return (
    <div className="settings-role">
      {shipped ? (
        <>
          <h2>{nameOf(role)}</h2>
          <p className="muted">{t(`roles.about.${shipped}`)}</p>
        </>
      ) : (
        <TextInput label={t('roles.name')} value={edit.name} mb={12} maw={360}
          onChange={(event) => edit.setName(event.currentTarget.value)} />
      )}
      {shipped !== 'administrator' && (
        <Matrix rights={edit.rights} onChange={edit.setRights} />
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
  const [busy, setBusy] = useState(false);
  const dirty = name.trim() !== role.name || JSON.stringify(rights) !== JSON.stringify(before);
  const save = () => {
    setBusy(true);
    saveRecord('roles', { id: role.id, changes: { rights, name: name.trim() } })
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
  };
  return { rights, setRights, name, setName, dirty, busy, save, reset };
}
