/** What others did that concerns the person: named, given a record, a followed one changed. */
import './notices.css';
import { Button } from '@mantine/core';
import { IconBell, IconChecks } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { closeNotices, useOverlays } from '@/shared/lib/overlays';
import { formatInstant } from '@/shared/i18n/format';
import { formatRelative } from '@/shared/i18n/relative';
import {
  Avatar, EmptyState, EntityIcon, ErrorState, notifyError, SkeletonRows,
} from '@/shared/ui';
import { Sheet } from '@/shared/ui/Sheet';
import { markRead, noticesQuery, type Notice } from './api';

export default function Notices() {
  const { t } = useTranslation('notices');
  const opened = useOverlays((state) => state.notices);
  const list = useInfiniteQuery(noticesQuery());
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const unread = list.data?.pages[0]?.unread ?? 0;
  return (
    <Sheet opened={opened} onClose={closeNotices} title={t('title')} width={440}>
      {list.isPending && <SkeletonRows rows={6} />}
      {list.error && items.length === 0 && (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data && items.length === 0 && (
        <EmptyState icon={<IconBell size={48} stroke={1.2} />} title={t('none')} text={t('hint')} />
      )}
      {unread > 0 && (
        <Button variant="subtle" size="compact-sm" mb={8}
          leftSection={<IconChecks size={16} stroke={1.7} />}
          onClick={() => void markRead().catch(notifyError)}>
          {t('readAll')}
        </Button>
      )}
      <ul className="notices">
        {items.map((notice) => <Line key={notice.id} notice={notice} />)}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" fullWidth loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}>
          {t('common:showMore')}
        </Button>
      )}
    </Sheet>
  );
}

function Line({ notice }: { notice: Notice }) {
  const { t } = useTranslation('notices');
  const { entities } = useMetadata();
  const { kind, record, source, count, read } = notice;
  const actor = notice.actor?.name ?? t('system');
  const several = count > 1 && kind === 'assigned';
  const alarm = kind === 'alarm';
  const href = alarm ? `/settings/audit?person=${record.id}`
    : several ? `/o/${record.entity}` : `/o/${record.entity}/${record.id}`;
  const open = () => {
    closeNotices();
    if (!read) void markRead([notice.id]).catch(notifyError);
  };
  const body = (
    <>
      <Avatar name={actor} size={28} />
      <span className="notice-text">
        <span>
          <strong>{actor}</strong>{' '}
          {t(several ? 'assignedMany' : kind, {
            count, what: source ? entities[source.entity]?.labels.one.toLowerCase() : '',
          })}
          {count > 1 && !several && <span className="muted"> · {t('times', { count })}</span>}
        </span>
        {!several && !alarm && (
          <span className="notice-record clip">
            <EntityIcon name={entities[record.entity]?.icon ?? 'star'} />
            {record.name || t('common:hiddenName')}
          </span>
        )}
        {source?.name && <span className="muted clip">{source.name}</span>}
        <time className="muted num" dateTime={notice.at} title={formatInstant(notice.at)}>
          {formatRelative(notice.at)}
        </time>
      </span>
      {!read && <span className="notice-dot" role="img" aria-label={t('unread')} />}
    </>
  );
  return (
    <li>
      {kind === 'deleted'
        ? <button type="button" className="notice" onClick={open}>{body}</button>
        : <a className="notice" href={href} onClick={open}>{body}</a>}
    </li>
  );
}
