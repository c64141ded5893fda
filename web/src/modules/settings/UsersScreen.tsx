/** People who may sign in: who they are, in which role and teams, added and switched off here. */
import './settings.css';
import { Button, TextInput } from '@mantine/core';
import { IconSearch, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, Screen, Segmented, SkeletonRows } from '@/shared/ui';
import { HandOverDialog } from './HandOverDialog';
import { LinkDialog } from './LinkDialog';
import { PasswordDialog } from './PasswordDialog';
import { isActive, useUsers, type User } from './people';
import { SecuritySheet } from './SecuritySheet';
import { UserSheet } from './UserSheet';
import { UsersTable, type UserAct } from './UsersTable';

type Shown = 'active' | 'off';

export default function UsersScreen() {
  const { t } = useTranslation('settings');
  const users = useUsers();
  const [q, setQ] = useState('');
  const [shown, setShown] = useState<Shown>('active');
  const [edited, setEdited] = useState<User | 'new'>();
  const [act, setAct] = useState<[UserAct, User]>();
  const [what, whom] = act ?? [];
  const close = () => setAct(undefined);
  const wanted = useDeferredValue(q.trim().toLowerCase());
  const all = users.data ?? [];
  const found = all.filter(
    (user) =>
      isActive(user) === (shown === 'active') &&
      `${user.name} ${user.email} ${user.job_title ?? ''}`.toLowerCase().includes(wanted),
  );
  const off = all.some((user) => !isActive(user));
  const add = (
    <Button leftSection={<IconUserPlus size={16} stroke={1.7} />} onClick={() => setEdited('new')}>
      {t('users.add')}
    </Button>
  );
  return (
    <Screen
      title={t('common:nav.users')}
      aside={users.data && all.filter(isActive).length}
      actions={add}
    >
      <div className="settings-bar">
        <TextInput
          aria-label={t('common:search')}
          placeholder={t('common:search')}
          value={q}
          leftSection={<IconSearch size={16} stroke={1.7} />}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        {off && (
          <Segmented
            aria-label={t('users.shown')}
            value={shown}
            onChange={setShown}
            data={[
              { value: 'active', label: t('users.active') },
              { value: 'off', label: t('users.off') },
            ]}
          />
        )}
      </div>
      {users.isPending && <SkeletonRows />}
      {users.error && <ErrorState error={users.error} onRetry={() => void users.refetch()} />}
      {users.data && found.length === 0 && (
        <EmptyState icon={<IconUsers size={48} stroke={1.2} />} title={t('common:nothingFound')} />
      )}
      {found.length > 0 && (
        <UsersTable users={found} onEdit={setEdited} onAct={(...acting) => setAct(acting)} />
      )}
      {edited && (
        <UserSheet
          user={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)}
        />
      )}
      {whom && what === 'password' && <PasswordDialog user={whom} onClose={close} />}
      {whom && what === 'link' && <LinkDialog user={whom} onClose={close} />}
      {whom && what === 'security' && <SecuritySheet user={whom} onClose={close} />}
      {whom && what === 'handOver' && (
        <HandOverDialog user={whom} users={all} onClose={close} />
      )}
    </Screen>
  );
}
