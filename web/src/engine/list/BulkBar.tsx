/** What can be done to the selected records. */
import { ActionIcon, Button, CloseButton, Loader } from '@mantine/core';
import {
  IconArrowMerge, IconFileExport, IconPencil, IconTag, IconTrash, IconUserShare,
} from '@tabler/icons-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type CrmRecord, type Entity, type Field, type ListQuery } from '@/shared/api';
import { useHotkey } from '@/shared/hotkeys';
import { notify, notifyError } from '@/shared/ui';
import { FilterPopover } from '../filters/FilterPopover';
import type { Column } from '../grid/columns';
import type { SelectionControl } from '../grid/selection';
import { BulkField, BulkTags } from './BulkField';
import { ConfirmDelete } from './ConfirmDelete';
import { exportRows } from './export_rows';
import { useBulkWork } from './use_bulk_work';

const MergeDialog = lazy(() => import('../record/merge/MergeDialog'));

const ASK_FROM = 100;
// More side by side cannot be compared.
const MOST_MERGED = 5;
const icon = { size: 16, stroke: 1.7 };

export interface BulkProps {
  entity: Entity;
  rows: CrmRecord[];
  columns: Column[];
  query: ListQuery;
  selecting: SelectionControl;
  hasMore: boolean;
}

export function BulkBar(props: BulkProps) {
  const { entity, rows, selecting, hasMore } = props;
  const { t } = useTranslation('lists');
  const rights = {
    update: entity.rights.update && entity.rights.mass_edit,
    delete: entity.rights.delete && entity.rights.mass_edit,
    export: entity.rights.export,
  };
  const { selection, count } = selecting;
  const work = useBulkWork(props);
  const [confirming, setConfirming] = useState(false);
  const field = (name: string) => entity.fields.find((one) => one.name === name && !one.read_only);
  const owner = rights.update ? field('owner') : undefined;
  const tags = rights.update ? field('tags') : undefined;
  const seenAll = rows.length > 0 && rows.every(({ id }) => selection.ids.has(id));
  const remove = () => {
    work.run({ delete: true });
    selecting.clear();
  };
  const askRemove = () =>
    selection.all || count >= ASK_FROM ? setConfirming(true) : remove();
  useHotkey('Escape', selecting.clear);
  useHotkey('Delete', askRemove, {
    off: !rights.delete,
    label: t('common:delete'),
    group: t('group'),
  });
  return (
    <div className="bulk" role="toolbar" aria-label={t('bulk')}>
      <span className="bulk-count num" aria-live="polite">
        {work.busy && <Loader size={12} mr={8} />}
        {selection.all ? t('selectedAll') : t('selected', { count })}
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
              onApply={(value) => work.run({ change: { owner: value } })}
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
              onApply={(value, picked: Field) => work.run({ change: { [picked.name]: value } })}
            />
          )}
        </Panel>
      )}
      {tags && (
        <Panel label={tags.label} icon={<IconTag {...icon} />}>
          {(close) => (
            <BulkTags
              entity={entity}
              field={tags}
              onClose={close}
              onApply={(deed, words) => work.run(
                deed === 'add' ? { add: { tags: words } } : { remove: { tags: words } })}
            />
          )}
        </Panel>
      )}
      <MergeButton {...props} />
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
          onConfirm={remove}
        />
      )}
    </div>
  );
}

/** A few records of a kind that has duplicates can be made one. */
function MergeButton({ entity, selecting: { selection, count, clear } }: BulkProps) {
  const { t } = useTranslation('lists');
  const [merging, setMerging] = useState(false);
  const { duplicates = [], rights } = entity;
  const few = count >= 2 && count <= MOST_MERGED && !selection.all;
  if (duplicates.length === 0 || !rights.update || !rights.delete || !few) return null;
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="gray"
        leftSection={<IconArrowMerge {...icon} />} onClick={() => setMerging(true)}>
        {t('merge')}
      </Button>
      {merging && (
        <Suspense>
          <MergeDialog entity={entity.name} ids={[...selection.ids]} onMerged={clear}
            onClose={() => setMerging(false)} />
        </Suspense>
      )}
    </>
  );
}

function ExportButton({ entity, rows, columns, query, selecting: { selection } }: BulkProps) {
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
