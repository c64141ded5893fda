/** Files of a record: dropped or chosen, shown, taken away. */
import './related.css';
import { ActionIcon, Button } from '@mantine/core';
import { IconPaperclip, IconTrash, IconUpload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteWithUndo } from '@/engine/undo';
import { useMetadata, type RelatedList } from '@/shared/api';
import { formatRelative } from '@/shared/i18n/relative';
import { EmptyState, ErrorState, SkeletonRows } from '@/shared/ui';
import { useRecordPage } from '../record/record_context';
import { mayCompose } from '../timeline/composer/kinds';
import { FileDrop } from './FileDrop';
import { FileLine } from './FileLine';
import { relatedQuery } from './related_query';
import { useUpload } from './use_upload';

export function FilesTab({ list }: { list: RelatedList }) {
  const { t } = useTranslation('record');
  const { entities } = useMetadata();
  const { self, refresh } = useRecordPage();
  const upload = useUpload(self);
  const picker = useRef<HTMLInputElement>(null);
  const rows = useInfiniteQuery(relatedQuery(self, 'files', list.name, { count: 'exact' }));
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  const mayAdd = mayCompose(entities.files, self.entity);

  const remove = async (id: string, name: string) => {
    if (await deleteWithUndo('files', id, name)) refresh();
  };
  const add = mayAdd && (
    <Button variant="default" loading={upload.busy}
      leftSection={<IconUpload size={16} stroke={1.7} />} onClick={() => picker.current?.click()}>
      {t('files.add')}
    </Button>
  );
  return (
    <FileDrop of={self}>
      <div className="files">
        <input
          ref={picker} type="file" multiple hidden
          onChange={(event) => {
            upload.send([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = '';
          }}
        />
        {rows.isPending && <SkeletonRows rows={3} />}
        {rows.error && <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />}
        {rows.data && items.length === 0 && (
          <EmptyState icon={<IconPaperclip size={48} stroke={1.2} />} title={t('files.none')}
            text={mayAdd ? t('files.hint') : undefined}>
            {add}
          </EmptyState>
        )}
        {items.length > 0 && <div className="files-head">{add}</div>}
        <ul className="related-rows">
          {items.map((file) => (
            <li key={file.id} className="file-row">
              <FileLine file={file} />
              <span className="muted">{formatRelative(String(file.created_at))}</span>
              {entities.files?.rights.delete && (
                <ActionIcon className="item-menu"
                  aria-label={`${t('common:delete')}: ${String(file.name)}`}
                  onClick={() => void remove(file.id, String(file.name))}>
                  <IconTrash size={16} stroke={1.7} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
        {rows.hasNextPage && (
          <Button variant="subtle" size="compact-sm" loading={rows.isFetchingNextPage}
            onClick={() => void rows.fetchNextPage()}>
            {t('common:showMore')}
          </Button>
        )}
      </div>
    </FileDrop>
  );
}
