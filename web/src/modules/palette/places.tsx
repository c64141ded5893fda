/** Where one can go and what one can do from anywhere, besides lists and records. */
import {
  IconDeviceDesktop, IconKeyboard, IconLanguage, IconLogout, IconMoon, IconSun,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES } from '@/shared/i18n';
import { openHelp } from '@/shared/lib/overlays';
import { usePlaces } from '@/shared/lib/places';
import { useAccount } from '@/shared/lib/use_account';
import type { Entry } from './entries';

const look = { size: 16, stroke: 1.7 };

export function useServicePlaces(): Entry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const places = usePlaces('start', 'service', 'account', 'settings');
  return places.map(({ to, word, Icon }) => ({
    key: `go ${to}`,
    group: t('palette.go'),
    label: t(`nav.${word}`),
    icon: <Icon {...look} />,
    keys: to === '/' ? 'KeyG KeyH' : undefined,
    run: () => void navigate({ to }),
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
