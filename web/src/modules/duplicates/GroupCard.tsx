/** One group: what its records have in common, each of them, and what to do with it. */
import { Button } from '@mantine/core';
import { IconArrowMerge } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { displayField, isEmpty } from '@/engine/fields';
import { api, titleOf, useMetadata, valueAt, type CrmRecord, type Entity } from '@/shared/api';
import { formatRelative } from '@/shared/i18n/relative';
import { notifyError, notifyUndo } from '@/shared/ui';
import type { Group } from './use_groups';

const MergeDialog = lazy(() => import('@/engine/record/merge/MergeDialog'));

// More side by side cannot be compared; the rest comes up again once these are merged.
const AT_ONCE = 5;
const SHOWN_FIELDS = 4;

interface Props {
  entity: Entity;
  group: Group;
  /** It was dealt with; or that was taken back. */
  onGone: (gone: boolean) => void;
}

export function GroupCard({ entity, group, onGone }: Props) {
  const { t } = useTranslation('duplicates');
  const [merging, setMerging] = useState(false);
  const ids = group.records.map(({ id }) => id);
  const labels = group.fields.map(
    (name) => entity.fields.find((field) => field.name === name)?.label ?? name);
  const say = (different: boolean) =>
    api.post(`/${entity.name}/duplicates/different`, { ids, different });
  const dismiss = async () => {
    onGone(true);
    try {
      await say(true);
      notifyUndo(t('dismissed'), () => say(false).then(() => onGone(false)));
    } catch (error) {
      onGone(false);
      notifyError(error);
    }
  };
  return (
    <li className="dups-group">
      <div className="dups-head">
        <span className="muted">{t('common')}</span>
        <strong>{labels.join(', ')}</strong>
        {group.more && <span className="muted">{t('more', { count: ids.length })}</span>}
        <span className="grow" />
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => void dismiss()}>
          {t('different')}
        </Button>
        <Button size="compact-sm" leftSection={<IconArrowMerge size={14} stroke={1.8} />}
          disabled={!entity.rights.delete} onClick={() => setMerging(true)}>
          {t('merge')}
        </Button>
      </div>
      <ul className="dups-records">
        {group.records.map((record) => (
          <RecordLine key={record.id} entity={entity} record={record} common={group.fields} />
        ))}
      </ul>
      {merging && (
        <Suspense>
          <MergeDialog entity={entity.name} ids={ids.slice(0, AT_ONCE)}
            onMerged={() => ids.length <= AT_ONCE && onGone(true)}
            onClose={() => setMerging(false)} />
        </Suspense>
      )}
    </li>
  );
}

interface LineProps {
  entity: Entity;
  record: CrmRecord;
  common: string[];
}

// The first of the many says nothing more.
const FIRST_OF: { [single: string]: string } = { email: 'emails', phone: 'phones' };

/** What they have in common first, then what else tells of a record in lists. */
function fieldsOf(entity: Entity, common: string[]): string[] {
  const names = [...common, ...entity.layouts.card, ...entity.layouts.list];
  return [...new Set(names)].filter((name) =>
    name !== entity.title && !common.includes(FIRST_OF[name] ?? '')
    && entity.fields.some((field) => field.name === name));
}

function RecordLine({ entity, record, common }: LineProps) {
  const metadata = useMetadata();
  const filled = fieldsOf(entity, common)
    .filter((name) => !isEmpty(valueAt(record, name))).slice(0, SHOWN_FIELDS);
  const labelOf = (name: string) => entity.fields.find((field) => field.name === name)?.label;
  return (
    <li className="dups-record">
      <a className="link" href={`/o/${entity.name}/${record.id}`} target="_blank" rel="noreferrer">
        {titleOf(entity, record)}
      </a>
      {filled.map((name) => (
        <span key={name} className="clip" title={labelOf(name)}>
          {displayField(metadata, entity.name, name, record)}
        </span>
      ))}
      <span className="muted num">
        {typeof record.changed_at === 'string' && formatRelative(record.changed_at)}
      </span>
    </li>
  );
}
