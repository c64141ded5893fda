/** Where one can go and what one can do from anywhere, besides lists and records. */
import {
  IconApi, IconCalendar, IconCopyCheck, IconDeviceDesktop, IconFileImport, IconHome, IconKeyboard,
  IconLanguage, IconLogout, IconMoon, IconShieldLock, IconSun, IconTrash, IconUserCircle, IconUsers,
  IconUsersGroup, IconWebhook, type Icon,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { canCreate, isAdministrator, useMetadata, useSession } from '@/shared/api';
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES } from '@/shared/i18n';
import { openHelp } from '@/shared/lib/overlays';
import { useAccount } from '@/shared/lib/use_account';
import type { Entry } from './entries';

const look = { size: 16, stroke: 1.7 };

// Address, word of common:nav, icon, and who may: anyone, who may create something, administrators.
const PLACES: [string, string, Icon, 'all' | 'creators' | 'administrators'][] = [
  ['/', 'home', IconHome, 'all'],
  ['/calendar', 'calendar', IconCalendar, 'all'],
  ['/import', 'import', IconFileImport, 'creators'],
  ['/duplicates', 'duplicates', IconCopyCheck, 'all'],
  ['/bin', 'bin', IconTrash, 'all'],
  ['/profile', 'profile', IconUserCircle, 'all'],
  ['/docs', 'apiDocs', IconApi, 'all'],
  ['/settings/users', 'users', IconUsers, 'administrators'],
  ['/settings/teams', 'teams', IconUsersGroup, 'administrators'],
  ['/settings/roles', 'roles', IconShieldLock, 'administrators'],
  ['/settings/webhooks', 'webhooks', IconWebhook, 'administrators'],
];

export function useServicePlaces(): Entry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const session = useSession();
  const { entities } = useMetadata();
  const may = {
    all: true,
    creators: Object.values(entities).some(canCreate),
    administrators: isAdministrator(session),
  };
  return PLACES.filter(([, , , who]) => may[who]).map(([href, word, Face]) => ({
    key: `go ${href}`,
    group: t('palette.go'),
    label: t(`nav.${word}`),
    icon: <Face {...look} />,
    keys: href === '/' ? 'KeyG KeyH' : undefined,
    run: () => void navigate({ href }),
  }));
}

const THEMES = [['light', IconSun], ['dark', IconMoon], ['auto', IconDeviceDesktop]] as const;

/** Theme, language, help, signing out. */
export function useAccountCommands(): Entry[] {
  const { t } = useTranslation();
  const account = useAccount();
  const group = t('palette.commands');
  const themes = THEMES.filter(([scheme]) => scheme !== account.colorScheme)
    .map(([scheme, Face]): Entry => ({
      key: `theme ${scheme}`,
      group,
      label: `${t('theme.label')}: ${t(`theme.${scheme}`)}`,
      icon: <Face {...look} />,
      run: () => account.setColorScheme(scheme),
    }));
  const languages = LANGUAGES.filter((language) => language !== currentLanguage())
    .map((language): Entry => ({
      key: `language ${language}`,
      group,
      label: `${t('language')}: ${LANGUAGE_NAMES[language]}`,
      icon: <IconLanguage {...look} />,
      run: () => account.setLanguage(language),
    }));
  return [
    {
      key: 'help', group, label: t('hotkey.title'), icon: <IconKeyboard {...look} />,
      keys: 'shift+Slash', run: openHelp,
    },
    ...themes,
    ...languages,
    {
      key: 'leave', group, label: t('signOut'), icon: <IconLogout {...look} />,
      run: account.leave,
    },
  ];
}
