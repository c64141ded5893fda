/** Which records a batch left as they were, and why; to read here or to take away as a file. */
import './batches.css';
import { Button, Modal } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { ErrorState, SkeletonRows } from '@/shared/ui';
import { saveCsv } from '../list/csv';
import { fetchReport, type Batch, type Refused } from './batches';
import { deedOf, outcomeOf } from './words';

export default function BatchReport({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation('batches');
  const metadata = useMetadata();
  const found = useInfiniteQuery({
    queryKey: ['batch', batch.id, 'report', batch.state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => fetchReport(batch.id, pageParam, signal),
    getNextPageParam: (page) => page.next,
  });
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Modal opened onClose={onClose} size={640} title={deedOf(t, metadata, batch)}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      <p className="muted" style={{ marginTop: 0 }}>{outcomeOf(t, batch)}</p>
      {found.isPending && <SkeletonRows rows={4} />}
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {rows.length > 0 && <Rows rows={rows} />}
      <div className="dialog-foot">
        {found.hasNextPage && (
          <Button variant="subtle" loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}>
            {t('more')}
          </Button>
        )}
        {rows.length > 0 && (
          <Button variant="default" onClick={() => saveCsv(
            `${deedOf(t, metadata, batch)}.csv`,
            [[t('record'), t('reason'), 'id'],
              ...rows.map(({ name, message, id }) => [name ?? '', message, id])])}>
            {t('download')}
          </Button>
        )}
        <Button onClick={onClose}>{t('common:close')}</Button>
      </div>
    </Modal>
  );
}

const Rows = ({ rows }: { rows: Refused[] }) => {
  const { t } = useTranslation('batches');
  return (
    <table className="batch-report">
      <thead>
        <tr><th>{t('record')}</th><th>{t('reason')}</th></tr>
      </thead>
      <tbody>
        {rows.map(({ id, entity, name, message }) => (
          <tr key={id}>
            <td>
              {name === null
                ? <span className="faint">{t('unseen')}</span>
                : <a href={`/o/${entity}/${id}`}>{name}</a>}
            </td>
            <td>{message}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
