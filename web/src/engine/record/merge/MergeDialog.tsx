/**
 * Records of one person or company side by side: which one stays, which value of each field stays.
 * What was tied to the others moves to it. All of it can be taken back.
 */
import './merge.css';
import { Button, Modal, Switch } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  isApiError, recordQuery, titleOf, useEntity, type CrmRecord, type Entity,
} from '@/shared/api';
import { ErrorState, notifyError, notifyUndo, SkeletonRows, usePhone } from '@/shared/ui';
import { mergeRecords, unmerge } from './api';
import { chosenFields, mergeRows, type Picks } from './choice';
import { Comparison } from './Comparison';

interface Props {
  entity: string;
  /** Two or more; the first one stays unless the person says otherwise. */
  ids: string[];
  onClose: () => void;
  onMerged?: (record: CrmRecord, others: CrmRecord[]) => void;
}

export default function MergeDialog(props: Props) {
  const { t } = useTranslation('merge');
  const phone = usePhone();
  const entity = useEntity(props.entity);
  const [busy, setBusy] = useState(false);
  const read = useQueries({
    queries: props.ids.map((id) => ({
      ...recordQuery(props.entity, id), refetchOnMount: 'always' as const,
      // Those that go are not asked for once more.
      enabled: !busy,
    })),
  });
  const error = read.find((one) => one.error)?.error;
  const records = read.flatMap(({ data, isPlaceholderData }) =>
    (data && !isPlaceholderData ? data : []));
  const ready = entity && records.length === props.ids.length;
  return (
    <Modal
      opened onClose={props.onClose} title={t('title')} fullScreen={phone}
      size={Math.max(760, 220 + 260 * Math.min(props.ids.length, 4))}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {error && !ready && <ErrorState error={error} />}
      {!error && !ready && <SkeletonRows rows={8} />}
      {ready && <Body {...props} definition={entity} records={records}
        busy={busy} onBusy={setBusy} onReread={() => read.forEach((one) => void one.refetch())} />}
    </Modal>
  );
}

interface BodyProps extends Props {
  definition: Entity;
  records: CrmRecord[];
  busy: boolean;
  onBusy: (busy: boolean) => void;
  onReread: () => void;
}

function Body(
  { definition, records, onClose, onMerged, busy, onBusy, onReread }: BodyProps,
) {
  const { t } = useTranslation('merge');
  const [kept, setKept] = useState(records[0]!.id);
  const [picks, setPicks] = useState<Picks>({});
  const [all, setAll] = useState(false);
  const rows = mergeRows(definition, records, kept);
  const shown = rows.filter(({ kind }) => all || kind !== 'same');
  const staying = records.find(({ id }) => id === kept)!;
  const others = records.filter(({ id }) => id !== kept);
  const name = titleOf(definition, staying);

  const merge = async () => {
    onBusy(true);
    try {
      const record = await mergeRecords(definition.name, {
        kept: staying, others, fields: chosenFields(rows, picks),
      });
      notifyUndo(t('done', { name }), () => unmerge(definition.name, record.id));
      onMerged?.(record, others);
      onClose();
    } catch (error) {
      notifyError(error);
      onBusy(false);
      // What somebody changed meanwhile has to be seen before it is merged.
      if (isApiError(error) && error.isStale) onReread();
    }
  };
  return (
    <>
      <Comparison
        entity={definition} records={records} rows={shown} kept={kept} picks={picks}
        onKeep={(id) => {
          setKept(id);
          setPicks({});
        }}
        onPick={(field, id) => setPicks((old) => ({ ...old, [field]: id }))}
      />
      <Switch size="sm" mt={12} checked={all} label={t('all')}
        onChange={(event) => setAll(event.currentTarget.checked)} />
      <p className="muted merge-text">{t('text', { name, count: others.length })}</p>
      <div className="dialog-foot sticky">
        <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        <Button loading={busy} onClick={() => void merge()}>
          {t('submit', { count: records.length })}
        </Button>
      </div>
    </>
  );
}
