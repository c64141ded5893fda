/** Every change of the record, who made it and when; an old value can be put back. */
import './history.css';
import { Button } from '@mantine/core';
import { IconArrowBackUp, IconHistory } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { displayValue } from '@/engine/fields';
import { useMetadata, type CrmRecord, type LinkValue } from '@/shared/api';
import { formatInstant } from '@/shared/i18n/format';
import { formatRelative } from '@/shared/i18n/relative';
import { EmptyState, ErrorState, SkeletonRows } from '@/shared/ui';
import type { Change } from '../../timeline/types';
import { sameValue } from '../editing/same_value';
import { MergedLine } from '../merge/MergedLine';
import { mergeOf } from '../merge/merge_of';
import { isEditable, useRecordPage } from '../record_context';
import { useHistory, type HistoryEntry } from './use_history';

export function HistoryTab() {
  const { t } = useTranslation('record');
  const { self } = useRecordPage();
  const list = useHistory(self);
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isPending) return <SkeletonRows rows={6} />;
  if (list.error && entries.length === 0) {
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (entries.length === 0) {
    return <EmptyState icon={<IconHistory size={48} stroke={1.2} />} title={t('history.none')} />;
  }
  return (
    <div className="history">
      <table className="history-table">
        <thead>
          <tr>
            <th>{t('history.when')}</th>
            <th>{t('history.field')}</th>
            <th>{t('history.old')}</th>
            <th>{t('history.new')}</th>
            <th><span className="visually-hidden">{t('history.back')}</span></th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => <Rows key={`${entry.at} ${entry.version}`} entry={entry} />)}
        </tbody>
      </table>
      {list.hasNextPage && (
        <Button variant="subtle" size="compact-sm" loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}>
          {t('common:showMore')}
        </Button>
      )}
    </div>
  );
}

function Rows({ entry }: { entry: HistoryEntry }) {
  const { t } = useTranslation('record');
  const { entity } = useRecordPage();
  const changes = entry.changes.filter(({ field }) =>
    entity.fields.some(({ name }) => name === field));
  const lines = Math.max(1, changes.length);
  const when = (
    <th scope="rowgroup" rowSpan={lines} className="history-when">
      <span className="num" title={formatInstant(entry.at)}>{formatRelative(entry.at)}</span>
      <span className="muted">{entry.actor?.name ?? t('history.system')}</span>
      {entry.source && <span className="faint">{sourceWord(entry.source, t)}</span>}
    </th>
  );
  const merge = mergeOf(entry);
  if (merge) {
    return (
      <tr>
        {when}
        <td colSpan={4}><MergedLine merge={merge} /></td>
      </tr>
    );
  }
  const shared = entry.changes.find(({ field }) => field === 'shared');
  if (shared) {
    const { name } = (shared.new ?? shared.old) as LinkValue;
    return (
      <tr>
        {when}
        <td colSpan={4} className="muted">
          {t(shared.new ? 'history.shared' : 'history.unshared', { name })}
        </td>
      </tr>
    );
  }
  if (changes.length === 0) {
    return <tr>{when}<td colSpan={4} className="muted">{kindWord(entry.kind, t)}</td></tr>;
  }
  return changes.map((change, index) => (
    <tr key={change.field}>
      {index === 0 && when}
      <ChangeCells change={change} />
    </tr>
  ));
}

type Translate = (key: string) => string;
const KINDS = ['created', 'updated', 'deleted', 'restored', 'linked', 'unlinked'];
const kindWord = (kind: string, t: Translate) => t(`history.${KINDS.includes(kind)
  ? kind : 'updated'}`);
const sourceWord = (source: string, t: Translate) => (source.startsWith('import')
  ? t('history.import') : source.startsWith('action') ? t('history.action') : '');

function ChangeCells({ change }: { change: Change }) {
  const { t } = useTranslation('record');
  const metadata = useMetadata();
  const { entity, record, save } = useRecordPage();
  const field = entity.fields.find(({ name }) => name === change.field)!;
  const show = (value: unknown) =>
    displayValue(value, { field, metadata, record: record as CrmRecord })
    ?? <span className="faint">—</span>;
  const differs = !sameValue(record[field.name], change.old);
  return (
    <>
      <td data-label={t('history.field')}>{field.label}</td>
      <td data-label={t('history.old')}>{show(change.old)}</td>
      <td data-label={t('history.new')}>{show(change.new)}</td>
      <td className="history-back">
        {isEditable(entity, field) && differs && (
          <Button variant="subtle" size="compact-sm" title={t('history.backHint')}
            leftSection={<IconArrowBackUp size={14} stroke={1.7} />}
            onClick={() => void save({ [field.name]: change.old })}>
            {t('history.back')}
          </Button>
        )}
      </td>
    </>
  );
}
