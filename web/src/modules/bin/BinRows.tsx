/** Deleted records of one entity. */
import { Button, Modal } from '@mantine/core';
import { IconArrowBackUp, IconTrash, IconTrashX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  api,
  dropCached,
  refreshLists,
  restoreRecord,
  titleOf,
  useRecordList,
  type CrmRecord,
  type Entity,
  type LinkValue,
} from '@/shared/api';
import { formatRelative } from '@/shared/i18n/relative';
import { EmptyState, ErrorState, notify, notifyError, SkeletonRows } from '@/shared/ui';

export function BinRows({ entity }: { entity: Entity }) {
  const { t } = useTranslation('bin');
  const fields = ['id', 'version', entity.title, 'changed_at', 'changed_by', 'owner'].filter(
    (name) => name === 'id' || entity.fields.some((field) => field.name === name),
  );
  const found = useRecordList(entity.name, { deleted: true, fields });
  const [purging, setPurging] = useState<CrmRecord>();
  const records = found.data?.pages.flatMap((page) => page.items) ?? [];
  if (found.isPending)
    return (
      <div className="bin-rows">
        <SkeletonRows rows={8} />
      </div>
    );
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (records.length === 0) {
    return (
      <div className="bin-rows">
        <EmptyState
          icon={<IconTrash size={48} stroke={1.2} />}
          title={t('empty')}
          text={t('text')}
        />
      </div>
    );
  }
  return (
    <div className="bin-rows">
      <ul>
        {records.map((record) => (
          <Row key={record.id} entity={entity} record={record} onPurge={() => setPurging(record)} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button
          variant="subtle"
          m={12}
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {t('common:showMore')}
        </Button>
      )}
      {purging && (
        <PurgeDialog entity={entity} record={purging} onClose={() => setPurging(undefined)} />
      )}
    </div>
  );
}

interface RowProps {
  entity: Entity;
  record: CrmRecord;
  onPurge: () => void;
}

function Row({ entity, record, onPurge }: RowProps) {
  const { t } = useTranslation('bin');
  const [busy, setBusy] = useState(false);
  const name = titleOf(entity, record);
  const by = (record.changed_by as LinkValue | null)?.name;
  const at = typeof record.changed_at === 'string' ? formatRelative(record.changed_at) : '';
  const restore = async () => {
    setBusy(true);
    try {
      await restoreRecord(entity.name, record.id);
      notify(t('common:restored', { name }));
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <li className="bin-row">
      <span className="bin-name">
        <span className="clip">{name}</span>
        <span className="muted clip">{[at, by].filter(Boolean).join(' · ')}</span>
      </span>
      <Button
        size="compact-sm"
        variant="default"
        loading={busy}
        onClick={() => void restore()}
        leftSection={<IconArrowBackUp size={14} stroke={1.8} />}
      >
        {t('restore')}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        color="red"
        onClick={onPurge}
        leftSection={<IconTrashX size={14} stroke={1.8} />}
      >
        {t('purge')}
      </Button>
    </li>
  );
}

interface PurgeProps {
  entity: Entity;
  record: CrmRecord;
  onClose: () => void;
}

function PurgeDialog({ entity, record, onClose }: PurgeProps) {
  const { t } = useTranslation('bin');
  const [busy, setBusy] = useState(false);
  const name = titleOf(entity, record);
  const purge = async () => {
    setBusy(true);
    try {
      await api.delete(`/${entity.name}/${record.id}`, { query: { purge: true } });
      dropCached(entity.name, [record.id]);
      refreshLists(entity.name);
      notify(t('purged', { name }));
      onClose();
    } catch (error) {
      setBusy(false);
      notifyError(error);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={420}
      withCloseButton={false}
      title={t('purgeAsk', { name })}
    >
      <div className="muted">{t('purgeText')}</div>
      <div className="dialog-foot">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button color="red" loading={busy} onClick={() => void purge()}>
          {t('purge')}
        </Button>
      </div>
    </Modal>
  );
}
