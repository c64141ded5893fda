/** The table of users; on a phone, a list. */
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconDots, IconKey, IconLink, IconPencil, IconShieldLock, IconTransfer, IconUserOff, IconUserPlus,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { saveWithUndo } from '@/engine/undo';
import { useMetadata, useSession } from '@/shared/api';
import { Avatar, Tag } from '@/shared/ui';
import { LateMenu } from '@/shared/ui/LateMenu';
import { isActive, type User } from './people';

const icon = { size: 16, stroke: 1.7 };

interface Props {
  users: User[];
  onEdit: (user: User) => void;
  onAct: (act: UserAct, user: User) => void;
}

/** What is done to a user in a dialog of its own. */
export type UserAct = 'password' | 'link' | 'security' | 'handOver';

export function UsersTable({ users, ...acts }: Props) {
  const { t } = useTranslation('settings');
  return (
    <table className="settings-table">
      <thead>
        <tr>
          <th scope="col">{t('users.name')}</th>
          <th scope="col">{t('users.role')}</th>
          <th scope="col">{t('users.teams')}</th>
          <th scope="col">{t('users.language')}</th>
          <th scope="col">
            <span className="settings-hidden">{t('users.more')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <Row key={user.id} user={user} {...acts} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ user, ...acts }: { user: User } & Omit<Props, 'users'>) {
  const { t } = useTranslation('settings');
  const { roles, entities } = useMetadata();
  const role = roles.find(({ id }) => id === user.role?.id);
  const languages = entities.users?.fields.find(({ name }) => name === 'language')?.choices;
  const language = languages?.find(({ key }) => key === user.language)?.label;
  return (
    <tr data-off={!isActive(user) || undefined}>
      <td>
        <button type="button" className="settings-person" onClick={() => acts.onEdit(user)}>
          <Avatar name={user.name} size={28} />
          <span>
            <strong className="clip">{user.name}</strong>
            <span className="muted clip">{user.email}</span>
          </span>
        </button>
      </td>
      <td>
        <Tag
          label={role?.name ?? user.role?.name ?? '—'}
          color={role?.key === 'administrator' ? 'violet' : 'blue'}
        />
      </td>
      <td data-empty={!user.teams?.length || undefined}>
        {user.teams?.map(({ name }) => name).join(', ') || <span className="faint">—</span>}
      </td>
      <td className="muted settings-wide">{language}</td>
      <td className="settings-actions">
        <RowMenu user={user} label={t('users.more')} {...acts} />
      </td>
    </tr>
  );
}

function RowMenu({
  user,
  label,
  onEdit,
  onAct,
}: { user: User; label: string } & Omit<Props, 'users'>) {
  const { t } = useTranslation('settings');
  const { user: self } = useSession();
  const active = isActive(user);
  const turn = () =>
    void saveWithUndo(
      'users',
      { id: user.id, changes: { active: !active } },
      t(active ? 'users.turnedOff' : 'users.turnedOn', { name: user.name }),
    );
  return (
    <LateMenu position="bottom-end" width={220} button={(
      <ActionIcon aria-label={`${label}: ${user.name}`}>
        <IconDots {...icon} />
      </ActionIcon>
    )}>
      <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onEdit(user)}>
        {t('common:edit')}
      </Menu.Item>
      <Menu.Item leftSection={<IconKey {...icon} />} onClick={() => onAct('password', user)}>
        {t('password.new')}
      </Menu.Item>
      {active && (
        <Menu.Item leftSection={<IconLink {...icon} />} onClick={() => onAct('link', user)}>
          {t('link.make')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconShieldLock {...icon} />}
        onClick={() => onAct('security', user)}>
        {t('security.open')}
      </Menu.Item>
      <Menu.Item leftSection={<IconTransfer {...icon} />}
        onClick={() => onAct('handOver', user)}>
        {t('users.handOver')}
      </Menu.Item>
      {user.id !== self.id && (
        <Menu.Item
          onClick={turn}
          leftSection={active ? <IconUserOff {...icon} /> : <IconUserPlus {...icon} />}
        >
          {t(active ? 'users.turnOff' : 'users.turnOn')}
        </Menu.Item>
      )}
    </LateMenu>
  );
}
