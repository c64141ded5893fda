/**
 * What the palette offers for a text: what can be done here, records, places, creations, commands.
 */
import { IconBolt, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { canCreate, useMetadata } from '@/shared/api';
import { useHotkeys, type Hotkey } from '@/shared/hotkeys';
import { useRecentRecords } from '@/shared/lib/recent';
import { EntityIcon } from '@/shared/ui';
import { useFound, type Found } from './found';
import { divided } from './matching';
import { useAccountCommands, useServicePlaces } from './places';

export interface Entry {
  key: string;
  group: string;
  label: string;
  note?: string;
  icon: ReactNode;
  keys?: string;
  run: () => void;
}

const RECENT = 6;
const look = { size: 16, stroke: 1.7 };

/** Records and lists of the entities that the person may see, and what he may make. */
function useEntityEntries() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { entities, areas } = useMetadata();
  const hotkeys = useHotkeys((state) => state.hotkeys);
  const visible = areas.flatMap((area) => area.entities.flatMap((name) => entities[name] ?? []));
  const goKeys = ({ labels }: (typeof visible)[number]) => hotkeys.find(
    ({ keys, label }) => keys.startsWith('KeyG ') && label === labels.many)?.keys;

  const asRecord = (group: string) => (link: Found): Entry => ({
    key: `record ${link.id}`,
    group,
    label: link.name ?? t('hiddenName'),
    note: [entities[link.entity]?.labels.one, link.subtitle].filter(Boolean).join(' · '),
    icon: <EntityIcon name={entities[link.entity]?.icon ?? 'file'} />,
    run: () => void navigate({
      to: '/o/$entity/$id', params: { entity: link.entity, id: link.id },
    }),
  });
  const lists = visible.map((entity): Entry => ({
    key: `go ${entity.name}`,
    group: t('palette.go'),
    label: entity.labels.many,
    icon: <EntityIcon name={entity.icon} />,
    keys: goKeys(entity),
    run: () => void navigate({ to: '/o/$entity', params: { entity: entity.name } }),
  }));
  const creations = visible.filter(canCreate).map((entity): Entry => ({
    key: `create ${entity.name}`,
    group: t('create'),
    label: entity.labels.new,
    icon: <IconPlus {...look} />,
    run: () => openQuickCreate(entity.name),
  }));
  return { asRecord, lists, creations };
}

const press = ({ run }: Hotkey) => run(new KeyboardEvent('keydown'));

/** What this screen, the record on it, or the selection can do: all that has a name and a group. */
function useHere(): Entry[] {
  const { t } = useTranslation();
  const go = t('hotkey.go');
  const here = useHotkeys((state) => state.hotkeys)
    .filter(({ label, group }) => label && group && group !== go)
    .reverse();
  // The latest registered of a key wins, as it does when pressed.
  const known = new Map(here.map((hotkey) => [hotkey.keys || hotkey.label!, hotkey]));
  return [...known.values()].map((hotkey): Entry => ({
    key: `here ${hotkey.keys} ${hotkey.label}`,
    group: hotkey.group!,
    label: hotkey.label!,
    icon: <IconBolt {...look} />,
    keys: hotkey.keys || undefined,
    run: () => press(hotkey),
  })).sort((a, b) => a.group.localeCompare(b.group));
}

export function useEntries(text: string): { entries: Entry[]; busy: boolean } {
  const { t } = useTranslation();
  const { asRecord, lists, creations } = useEntityEntries();
  const here = useHere();
  const commands = useAccountCommands();
  const places = useServicePlaces();
  const { data: visited = [] } = useRecentRecords(RECENT);
  const { items, busy } = useFound(text);
  if (text.trim() === '') {
    const recent = visited.map(asRecord(t('palette.recent')));
    return {
      entries: [...recent, ...here, ...lists, ...places, ...creations, ...commands], busy: false,
    };
  }
  const { first, rest } = divided([...here, ...lists, ...places, ...creations, ...commands], text);
  return { entries: [...first, ...items.map(asRecord(t('palette.records'))), ...rest], busy };
}
