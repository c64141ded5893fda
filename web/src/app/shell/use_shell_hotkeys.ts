/** Shortcuts that work on every screen. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { canCreate, useMetadata } from '@/shared/api';
import { addHotkey, useHotkey } from '@/shared/hotkeys';
import { openHelp, openPalette } from '@/shared/lib/overlays';
import { useCreatable, useNavigation } from './use_navigation';

// The second key of "G then …"; entities not named here are reached by the palette.
const GO: { [entity: string]: string } = {
  leads: 'KeyL', deals: 'KeyD', accounts: 'KeyC', contacts: 'KeyK', tasks: 'KeyT', calls: 'KeyF',
  meetings: 'KeyM', products: 'KeyP', cases: 'KeyS', campaigns: 'KeyN',
};

export function useShellHotkeys() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const areas = useNavigation();
  const creatable = useCreatable();
  const { entities } = useMetadata();
  const { entity: current } = useParams({ strict: false });

  useHotkey('mod+KeyK', openPalette, { label: t('hotkey.palette') });
  useHotkey('Slash', openPalette, { label: t('hotkey.search') });
  useHotkey('shift+Slash', openHelp, { label: t('hotkey.help') });
  useHotkey('KeyC', () => {
    const here = current ? entities[current] : undefined;
    const target = here && canCreate(here) ? here : creatable[0];
    if (target) openQuickCreate(target.name);
  }, { label: t('hotkey.create') });

  useEffect(() => {
    const removers = areas.flatMap((area) => area.entities).flatMap((entity) => {
      const second = GO[entity.name];
      if (!second) return [];
      return addHotkey({
        keys: `KeyG ${second}`,
        label: entity.labels.many,
        group: t('hotkey.go'),
        run: () => void navigate({ to: '/o/$entity', params: { entity: entity.name } }),
      });
    });
    const home = addHotkey({
      keys: 'KeyG KeyH', label: t('nav.home'), group: t('hotkey.go'),
      run: () => void navigate({ to: '/' }),
    });
    return () => [...removers, home].forEach((remove) => remove());
  }, [areas.map((area) => area.label).join(), navigate, t]);
}
