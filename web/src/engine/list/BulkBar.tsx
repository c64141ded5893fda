/** What can be done to the selected records. */
import { ActionIcon, Button, CloseButton, Loader } from '@mantine/core';
import { IconFileExport, IconPencil, IconTag, IconTrash, IconUserShare } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type CrmRecord, type Entity, type Field, type ListQuery } from '@/shared/api';
import { useHotkey } from '@/shared/hotkeys';
import { formatNumber } from '@/shared/i18n/format';
import { notify, notifyError } from '@/shared/ui';
import { FilterPopover } from '../filters/FilterPopover';
import { fieldsToAsk, type Column } from '../grid/columns';
import type { SelectionControl } from '../grid/selection';
import { changeMany, deleteMany, type Refusal } from './bulk';
import { BulkField, BulkTags } from './BulkField';
import { collect } from './collect';
import { ConfirmDelete } from './ConfirmDelete';
import { exportRows } from './export_rows';

const MOST = 10_000;
const ASK_FROM = 100;
const IDS_AT_ONCE = 200;
const icon = { size: 16, stroke: 1.7 };

interface Props {
  entity: Entity;
  rows: CrmRecord[];
  columns: Column[];
  query: ListQuery;
  selecting: SelectionControl;
  hasMore: boolean;
}

/** The selected records with the values of a field, which Undo will need. */
async function selectedRecords(props: Props, field?: string): Promise<CrmRecord[]> {
  const {
    entity,
    rows,
    query,
    selecting: { selection },
  } = props;
  const fields = [...new Set([...fieldsToAsk(entity, []), ...(field ? [field] : [])])];
  if (selection.all) return collect(entity.name, { ...query, fields }, MOST);
  if (!field || query.fields?.includes(field))
    return rows.filter(({ id }) => selection.ids.has(id));
  const ids = [...selection.ids];
  const records: CrmRecord[] = [];
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    const filter = { field: 'id', op: 'in' as const, value: ids.slice(at, at + IDS_AT_ONCE) };
    records.push(...(await collect(entity.name, { filter, fields }, MOST)));
  }
  return records;
}

/** Runs one thing at a time over the selection and tells how far it is. */
function useBulkWork(props: Props) {
  const { t } = useTranslation('lists');
  const [done, setDone] = useState<number>();
  const run = async (work: () => Promise<Refusal[]>) => {
    setDone(0);
    try {
      const refused = await work();
      if (refused.length > 0) {
        const reasons = [...new Set(refused.map(({ message }) => message))].slice(0, 3).join(' ');
        notify(`${t('refusedMany', { count: refused.length })} ${reasons}`);
      }
      return true;
    } catch (error) {
      notifyError(error);
      return false;
    } finally {
      setDone(undefined);
    }
  };
  const change = (field: string, valueFor: (record: CrmRecord) => unknown) =>
    void run(async () => {
      const records = await selectedRecords(props, field);
      return changeMany(
        props.entity,
        records.map((record) => ({ record, changes: { [field]: valueFor(record) } })),
        setDone,
      );
    });
  const remove = () =>
    void run(async () => deleteMany(props.entity, await selectedRecords(props), setDone)).then(
      (ok) => ok && props.selecting.clear(),
    );
  return { done, change, remove };
}

export function BulkBar(props: Props) {
  const { entity, rows, selecting, hasMore } = props;
  const { t } = useTranslation('lists');
  const { rights } = entity;
  const { selection, count } = selecting;
  const work = useBulkWork(props);
  const [confirming, setConfirming] = useState(false);
  const field = (name: string) => entity.fields.find((one) => one.name === name && !one.read_only);
  const owner = rights.update ? field('owner') : undefined;
  const tags = rights.update ? field('tags') : undefined;
  const seenAll = rows.length > 0 && rows.every(({ id }) => selection.ids.has(id));
  const askRemove = () =>
    selection.all || count >= ASK_FROM ? setConfirming(true) : work.remove();
  useHotkey('Escape', selecting.clear);
  useHotkey('Delete', askRemove, {
    off: !rights.delete,
    label: t('common:delete'),
    group: t('group'),
  });
  return (
    <div className="bulk" role="toolbar" aria-label={t('bulk')}>
      <span className="bulk-count num" aria-live="polite">
        {work.done !== undefined && <Loader size={12} mr={8} />}
        {selection.all ? t('selectedAll') : t('selected', { count })}
        {work.done !== undefined && work.done > 0 && ` · ${formatNumber(work.done)}`}
      </span>
      {seenAll && hasMore && !selection.all && (
        <Button size="compact-sm" variant="subtle" onClick={selecting.takeAll}>
          {t('takeAll')}
        </Button>
      )}
      {owner && (
        <Panel label={t('assign')} icon={<IconUserShare {...icon} />} hotkey="KeyA">
          {(close) => (
            <BulkField
              entity={entity}
              field={owner}
              onClose={close}
              onApply={(value) => work.change('owner', () => value)}
            />
          )}
        </Panel>
      )}
      {rights.update && (
        <Panel label={t('changeField')} icon={<IconPencil {...icon} />} hotkey="KeyE">
          {(close) => (
            <BulkField
              entity={entity}
              onClose={close}
              onApply={(value, picked: Field) => work.change(picked.name, () => value)}
            />
          )}
        </Panel>
      )}
      {tags && (
        <Panel label={t('addTags')} icon={<IconTag {...icon} />}>
          {(close) => (
            <BulkTags
              entity={entity}
              field={tags}
              onClose={close}
              onApply={(words) =>
                work.change('tags', (record) => [
                  ...new Set([...((record.tags as string[] | null) ?? []), ...words]),
                ])
              }
            />
          )}
        </Panel>
      )}
      {rights.export && <ExportButton {...props} />}
      {rights.delete && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          leftSection={<IconTrash {...icon} />}
          onClick={askRemove}
        >
          {t('common:delete')}
        </Button>
      )}
      <CloseButton aria-label={t('clearSelection')} onClick={selecting.clear} />
      {confirming && (
        <ConfirmDelete
          count={selection.all ? undefined : count}
          onClose={() => setConfirming(false)}
          onConfirm={work.remove}
        />
      )}
    </div>
  );
}

function ExportButton({ entity, rows, columns, query, selecting: { selection } }: Props) {
  const { t } = useTranslation('lists');
  const metadata = useMetadata();
  const run = () => {
    const records = selection.all ? undefined : rows.filter(({ id }) => selection.ids.has(id));
    exportRows({ metadata, entity, columns, query, records }).then(
      (count) => notify(t('exported', { count })),
      notifyError,
    );
  };
  return (
    <ActionIcon aria-label={t('export')} title={t('export')} onClick={run}>
      <IconFileExport {...icon} />
    </ActionIcon>
  );
}

interface PanelProps {
  label: string;
  icon: ReactNode;
  hotkey?: string;
  children: (close: () => void) => ReactNode;
}

function Panel({ label, icon: face, hotkey, children }: PanelProps) {
  const { t } = useTranslation('lists');
  const [opened, setOpened] = useState(false);
  useHotkey(hotkey ?? '', () => setOpened(true), { off: !hotkey, label, group: t('group') });
  const close = () => setOpened(false);
  const button = (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      leftSection={face}
      onClick={() => setOpened(!opened)}
    >
      {label}
    </Button>
  );
  return (
    <FilterPopover opened={opened} onLeave={close} onCancel={close} target={button}>
      {children(close)}
    </FilterPopover>
  );
}
