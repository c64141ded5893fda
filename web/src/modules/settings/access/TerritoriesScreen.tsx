/** Territories: what belongs to each, who works in it, as a tree. */
import '../settings.css';
import { Button } from '@mantine/core';
import { IconMap2, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type CrmRecord, type Filter, type LinkValue } from '@/shared/api';
import { EmptyState, ErrorState, Screen, SkeletonRows } from '@/shared/ui';
import { useAll } from '../people';
import { Words } from './SharingScreen';
import { TerritorySheet } from './TerritorySheet';

export interface Territory extends CrmRecord {
  name: string;
  parent: LinkValue | null;
  members: LinkValue[] | null;
  /** Filters by entity. */
  rules: { [entity: string]: Filter } | null;
}

interface Placed {
  territory: Territory;
  depth: number;
}

/** Each territory followed by those in it. */
export function inTree(all: Territory[]): Placed[] {
  const placed: Placed[] = [];
  const put = (parent: string | undefined, depth: number) => {
    for (const territory of all) {
      const known = all.some(({ id }) => id === territory.parent?.id);
      if ((known ? territory.parent?.id : undefined) !== parent || depth > all.length) continue;
      placed.push({ territory, depth });
      put(territory.id, depth + 1);
    }
  };
  put(undefined, 0);
  return placed;
}

export default function TerritoriesScreen() {
  const { t } = useTranslation('settings');
  const list = useAll<Territory>('territories');
  const [edited, setEdited] = useState<Territory | 'new'>();
  const all = list.data ?? [];
  const add = (
    <Button leftSection={<IconPlus size={16} stroke={1.7} />} onClick={() => setEdited('new')}>
      {t('territories.add')}
    </Button>
  );
  return (
    <Screen title={t('territories.title')} aside={list.data?.length} actions={add}>
      {list.isPending && <SkeletonRows />}
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data?.length === 0 && (
        <EmptyState icon={<IconMap2 size={48} stroke={1.2} />} title={t('territories.empty')}
          text={t('territories.emptyText')} />
      )}
      <ul className="access-list">
        {inTree(all).map(({ territory, depth }) => (
          <li key={territory.id} style={{ paddingInlineStart: depth * 20 }}>
            <Row territory={territory} onOpen={() => setEdited(territory)} />
          </li>
        ))}
      </ul>
      {edited && (
        <TerritorySheet territory={edited === 'new' ? undefined : edited} all={all}
          onClose={() => setEdited(undefined)} />
      )}
    </Screen>
  );
}

function Row({ territory, onOpen }: { territory: Territory; onOpen: () => void }) {
  const { t } = useTranslation('settings');
  const { entities } = useMetadata();
  const rules = Object.entries(territory.rules ?? {});
  const names = territory.members?.map(({ name }) => name).join(', ');
  return (
    <button type="button" onClick={onOpen}>
      <span className="access-head">
        <strong className="clip">{territory.name}</strong>
        <span className="muted num">
          {t('territories.members_count', { count: territory.members?.length ?? 0 })}
        </span>
      </span>
      {rules.length === 0 && <span className="faint">{t('territories.noRules')}</span>}
      {rules.map(([name, filter]) => entities[name] && (
        <span key={name} className="muted clip">
          <Words entity={entities[name]} filter={filter} />
        </span>
      ))}
      {names && <span className="muted clip">{names}</span>}
    </button>
  );
}
