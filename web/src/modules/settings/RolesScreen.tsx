/** Roles: what each may do with the records of each kind, and who has it. */
import './settings.css';
import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CrmRecord } from '@/shared/api';
import { ErrorState, Screen, SkeletonRows } from '@/shared/ui';
import { NewRoleDialog } from './NewRoleDialog';
import { isActive, useRoleName, useRoles, useUsers } from './people';
import { RoleCard } from './RoleCard';

const ORDER = ['administrator', 'manager', 'rep', 'read_only'];

/** Shipped roles from the mightiest down, then the company's own by name. */
function inOrder(roles: CrmRecord[]) {
  const place = ({ key }: CrmRecord) => (ORDER.indexOf(String(key)) + 1) || ORDER.length + 1;
  return roles.toSorted((a, b) => place(a) - place(b));
}

export default function RolesScreen() {
  const { t } = useTranslation('settings');
  const nameOf = useRoleName();
  const roles = useRoles();
  const users = useUsers().data?.filter(isActive) ?? [];
  const [chosen, setChosen] = useState<string>();
  const [adding, setAdding] = useState(false);
  const all = inOrder(roles.data ?? []);
  const role = all.find(({ id }) => id === chosen) ?? all[0];
  const add = (
    <Button leftSection={<IconPlus size={16} stroke={1.7} />} onClick={() => setAdding(true)}>
      {t('roles.add')}
    </Button>
  );
  return (
    <Screen title={t('common:nav.roles')} aside={roles.data?.length} actions={add}>
      {roles.isPending && <SkeletonRows />}
      {roles.error && <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />}
      {role && (
        <div className="settings-split">
          <div className="settings-tabs" role="tablist" aria-label={t('common:nav.roles')}
            aria-orientation="vertical">
            {all.map((each) => (
              <button key={each.id} type="button" role="tab" className="nav-item"
                aria-selected={each.id === role.id} onClick={() => setChosen(each.id)}>
                <span className="clip" style={{ flex: 1 }}>{nameOf(each)}</span>
                <span className="faint num">
                  {users.filter((user) => user.role?.id === each.id).length}
                </span>
              </button>
            ))}
          </div>
          <RoleCard key={`${role.id}-${role.version}`} role={role} roles={all}
            users={users.filter((user) => user.role?.id === role.id)} />
        </div>
      )}
      {adding && (
        <NewRoleDialog roles={all} onClose={() => setAdding(false)} onCreated={setChosen} />
      )}
    </Screen>
  );
}
