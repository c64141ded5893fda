/** What the palette offers for a text: records the server found, places, creations, commands. */
import { useDebouncedValue } from '@mantine/hooks';
import { IconApi, IconBolt, IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { api, canCreate, keys, useMetadata, type LinkValue } from '@/shared/api';
import { useHotkeys } from '@/shared/hotkeys';
import { useRecentRecords } from '@/shared/lib/recent';
import { EntityIcon } from '@/shared/ui';
import { matches } from './matching';

export interface Entry {
  key: string;
  group: string;
  label: string;
  note?: string;
  icon: ReactNode;
  keys?: string;
  run: () => void;
}

const icon = { size: 16, stroke: 1.7 };
const RECENT = 6;

interface Found extends LinkValue {
  subtitle?: string | null;
}

function useFound(text: string) {
  const [q] = useDebouncedValue(text.trim(), 120);
  const found = useQuery({
    queryKey: keys.search(q),
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      api.get<{ items: Found[] }>('/search', { query: { q, limit: 12 }, signal }),
  });
  return q.length > 1 ? (found.data?.items ?? []) : [];
}

export function useEntries(text: string): Entry[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { entities, areas } = useMetadata();
  const hotkeys = useHotkeys((state) => state.hotkeys);
  const visible = areas.flatMap((area) => area.entities.flatMap((name) => entities[name] ?? []));

  const { data: visited = [] } = useRecentRecords(RECENT);
  const wanted = text.trim();
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
  const records = useFound(text).map(asRecord(t('palette.records')));
  const recent = wanted ? [] : visited.map(asRecord(t('palette.recent')));
  const places = visible.map((entity): Entry => ({
    key: `go ${entity.name}`,
    group: t('palette.go'),
    label: entity.labels.many,
    icon: <EntityIcon name={entity.icon} />,
    keys: hotkeys.find((hotkey) =>
      hotkey.keys.startsWith('KeyG ') && hotkey.label === entity.labels.many)?.keys,
    run: () => void navigate({ to: '/o/$entity', params: { entity: entity.name } }),
  }));
  places.push({
    key: 'go /docs',
    group: t('palette.go'),
    label: t('nav.apiDocs'),
    icon: <IconApi {...icon} />,
    run: () => void navigate({ to: '/docs' }),
  });
  const creations = visible.filter(canCreate).map((entity): Entry => ({
    key: `create ${entity.name}`,
    group: t('create'),
    label: entity.labels.new,
    icon: <IconPlus {...icon} />,
    run: () => openQuickCreate(entity.name),
  }));
  const commands = hotkeys
    .filter((hotkey) => hotkey.label && !hotkey.keys.startsWith('KeyG ')
      && !['mod+KeyK', 'Slash', 'KeyC'].includes(hotkey.keys))
    .map((hotkey): Entry => ({
      key: `run ${hotkey.keys} ${hotkey.label}`,
      group: t('palette.commands'),
      label: hotkey.label!,
      icon: <IconBolt {...icon} />,
      keys: hotkey.keys,
      run: () => hotkey.run(new KeyboardEvent('keydown')),
    }));

  const matching = [...places, ...creations, ...commands].filter(
    (entry) => matches(entry.label, wanted));
  return [...recent, ...records, ...matching];
}
