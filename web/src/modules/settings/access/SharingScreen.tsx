/** Sharing rules: which records are given to whom beyond what roles give. */
import '../settings.css';
import { Button } from '@mantine/core';
import { IconPlus, IconShare } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readTree } from '@/engine/filters/filter_tree';
import { useGroupWords } from '@/engine/filters/use_group_words';
import {
  useMetadata, type CrmRecord, type Entity, type Filter, type LinkValue,
} from '@/shared/api';
import { EmptyState, EntityIcon, ErrorState, Screen, SkeletonRows } from '@/shared/ui';
import { useAll } from '../people';
import { RuleSheet } from './RuleSheet';

export interface SharingRule extends CrmRecord {
  name: string;
  entity: string;
  condition: Filter | null;
  may_edit: boolean | null;
  active: boolean | null;
  users: LinkValue[] | null;
  teams: LinkValue[] | null;
  roles: LinkValue[] | null;
  departments: LinkValue[] | null;
}

export const whomOf = (rule: SharingRule) =>
  [rule.users, rule.teams, rule.roles, rule.departments].flatMap((links) => links ?? []);

export default function SharingScreen() {
  const { t } = useTranslation('settings');
  const rules = useAll<SharingRule>('sharing_rules');
  const [edited, setEdited] = useState<SharingRule | 'new'>();
  const add = (
    <Button leftSection={<IconPlus size={16} stroke={1.7} />} onClick={() => setEdited('new')}>
      {t('sharing.add')}
    </Button>
  );
  return (
    <Screen title={t('sharing.title')} aside={rules.data?.length} actions={add}>
      {rules.isPending && <SkeletonRows />}
      {rules.error && <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />}
      {rules.data?.length === 0 && (
        <EmptyState icon={<IconShare size={48} stroke={1.2} />} title={t('sharing.empty')}
          text={t('sharing.emptyText')} />
      )}
      <ul className="access-list">
        {rules.data?.map((rule) => (
          <RuleRow key={rule.id} rule={rule} onOpen={() => setEdited(rule)} />
        ))}
      </ul>
      {edited && (
        <RuleSheet rule={edited === 'new' ? undefined : edited}
          onClose={() => setEdited(undefined)} />
      )}
    </Screen>
  );
}

function RuleRow({ rule, onOpen }: { rule: SharingRule; onOpen: () => void }) {
  const { t } = useTranslation('settings');
  const entity = useMetadata().entities[rule.entity];
  const whom = whomOf(rule).map(({ name }) => name).join(', ');
  return (
    <li>
      <button type="button" onClick={onOpen}>
        <span className="access-head">
          {entity && <EntityIcon name={entity.icon} />}
          <strong className="clip">{rule.name}</strong>
          {rule.active === false && <span className="faint">{t('sharing.off')}</span>}
        </span>
        <span className="muted clip">
          {entity ? <Words entity={entity} filter={rule.condition} /> : rule.entity}
        </span>
        <span className="muted clip">
          {t('sharing.to')}: {whom || t('sharing.nobody')}
          {' · '}{t(rule.may_edit ? 'sharing.edit' : 'sharing.read')}
        </span>
      </button>
    </li>
  );
}

/** «Сделки: Сумма ≥ 1 000». */
export function Words({ entity, filter }: { entity: Entity; filter: Filter | null }) {
  const { t } = useTranslation('settings');
  const tree = readTree(filter ?? undefined);
  const words = useGroupWords(useMetadata(), entity, tree);
  return <>{entity.labels.many}: {tree.items.length === 0 ? t('sharing.all') : words}</>;
}
