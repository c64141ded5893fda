/** The person at the foot of the side bar: profile, theme, language, help, sign out. */
import { Menu } from '@mantine/core';
import {
  IconCheck, IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSun, IconUserCircle,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api';
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES } from '@/shared/i18n';
import { Avatar, Kbd } from '@/shared/ui';
import { openHelp } from '@/shared/lib/overlays';
import { useAccount } from '@/shared/lib/use_account';
import { LateMenu } from '@/shared/ui/LateMenu';

const icon = { size: 16, stroke: 1.7 };
const THEMES = [['light', IconSun], ['dark', IconMoon], ['auto', IconDeviceDesktop]] as const;

export function UserMenu({ folded }: { folded: boolean }) {
  const { user } = useSession();
  return (
    <LateMenu position="top-start" width={240} button={(
      <button type="button" className="nav-item" style={{ minHeight: 36 }}
        aria-label={folded ? user.name : undefined}>
        <Avatar name={user.name} size={24} />
        {!folded && <span className="clip">{user.name}</span>}
      </button>
    )}>
      <UserMenuItems />
    </LateMenu>
  );
}

function UserMenuItems() {
  const { t } = useTranslation();
  const { user } = useSession();
  const navigate = useNavigate();
  const account = useAccount();
  const mark = (on: boolean) => (on ? <IconCheck {...icon} /> : undefined);
  return (
    <>
      <Menu.Label>{user.email} · {user.role.name}</Menu.Label>
      <Menu.Item leftSection={<IconUserCircle {...icon} />}
        onClick={() => void navigate({ to: '/profile' })}>
        {t('nav.profile')}
      </Menu.Item>
      <Menu.Item leftSection={<IconKeyboard {...icon} />} onClick={openHelp}
        rightSection={<Kbd keys="shift+Slash" />}>
        {t('hotkey.title')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Label>{t('theme.label')}</Menu.Label>
      {THEMES.map(([scheme, Icon]) => (
        <Menu.Item key={scheme} closeMenuOnClick={false} leftSection={<Icon {...icon} />}
          rightSection={mark(account.colorScheme === scheme)}
          onClick={() => account.setColorScheme(scheme)}>
          {t(`theme.${scheme}`)}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Label>{t('language')}</Menu.Label>
      {LANGUAGES.map((language) => (
        <Menu.Item key={language} rightSection={mark(currentLanguage() === language)}
          onClick={() => account.setLanguage(language)} lang={language}>
          {LANGUAGE_NAMES[language]}
        </Menu.Item>
      ))}
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout {...icon} />} onClick={account.leave}>
        {t('signOut')}
      </Menu.Item>
    </>
  );
}
