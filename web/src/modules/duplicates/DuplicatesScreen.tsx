/** Records that are likely the same, found in bulk: merged, or said to be different. */
import './duplicates.css';
import { Button, Loader, Select } from '@mantine/core';
import { IconCopyCheck } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type Entity } from '@/shared/api';
import { EmptyState, ErrorState, Screen } from '@/shared/ui';
import { GroupCard } from './GroupCard';
import { useGroups } from './use_groups';

const STEP = 20;

export default function DuplicatesScreen() {
  const { t } = useTranslation('duplicates');
  const navigate = useNavigate();
  const { areas, entities } = useMetadata();
  const { entity: name, by } = useSearch({ from: '/inside/duplicates' });
  const shown = areas.flatMap((area) => area.entities.flatMap((each) => entities[each] ?? []))
    .filter(({ duplicates, rights }) => (duplicates?.length ?? 0) > 0 && rights.update);
  const entity = shown.find((each) => each.name === name) ?? shown[0];
  const go = (search: { entity?: string; by?: string }) =>
    void navigate({ to: '/duplicates', search, replace: true });
  if (!entity) {
    return (
      <Screen title={t('common:nav.duplicates')}>
        <EmptyState icon={<IconCopyCheck size={48} stroke={1.2} />} title={t('none')} />
      </Screen>
    );
  }
  const rules = entity.duplicates!.map((rule) => rule.replace(/~$/, ''));
  const labelOf = (field: string) =>
    entity.fields.find((each) => each.name === field)?.label ?? field;
  const chip = (rule: string | undefined, label: string) => (
    <button key={label} type="button" aria-pressed={by === rule}
      className={by === rule ? 'chip chosen' : 'chip'}
      onClick={() => go({ entity: entity.name, by: rule })}>
      {label}
    </button>
  );
  return (
    <Screen title={t('common:nav.duplicates')}>
      <div className="dups">
        <div className="dups-bar">
          <Select
            w={200} aria-label={t('what')} value={entity.name} allowDeselect={false}
            data={shown.map((each) => ({ value: each.name, label: each.labels.many }))}
            onChange={(next) => next && go({ entity: next })}
          />
          <div className="dups-rules" role="group" aria-label={t('by')}>
            {chip(undefined, t('all'))}
            {rules.map((rule) => chip(rule, labelOf(rule)))}
          </div>
        </div>
        <Found key={`${entity.name} ${by}`} entity={entity} by={by} />
      </div>
    </Screen>
  );
}

function Found({ entity, by }: { entity: Entity; by: string | undefined }) {
  const { t } = useTranslation('duplicates');
  const [wanted, setWanted] = useState(STEP);
  const [done, setDone] = useState<ReadonlySet<string>>(new Set());
  const { list, groups, searching } = useGroups(entity.name, by, wanted);
  const shown = groups.filter(({ records }) => !done.has(records[0]!.id));
  const put = (id: string, gone: boolean) => setDone((old) => {
    const next = new Set(old);
    if (gone) next.add(id);
    else next.delete(id);
    return next;
  });
  return (
    <>
      {shown.length > 0 && (
        <ul className="dups-list">
          {shown.map((group) => (
            <GroupCard key={`${group.by} ${group.records[0]!.id}`} entity={entity} group={group}
              onGone={(gone) => put(group.records[0]!.id, gone)} />
          ))}
        </ul>
      )}
      {searching && (
        <div className="dups-searching" role="status"><Loader size={16} />{t('searching')}</div>
      )}
      {list.error && !searching && (
        <ErrorState error={list.error} onRetry={() => void list.fetchNextPage()} />
      )}
      {!searching && !list.error && shown.length === 0 && !list.hasNextPage && (
        <EmptyState icon={<IconCopyCheck size={48} stroke={1.2} />} title={t('none')}
          text={t('noneText')} />
      )}
      {!searching && list.hasNextPage && (
        <Button variant="subtle" onClick={() => setWanted(groups.length + STEP)}>
          {t('common:showMore')}
        </Button>
      )}
    </>
  );
}
