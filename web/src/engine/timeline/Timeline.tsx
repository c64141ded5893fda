/** All that happened on a record, newest first, with the composer on top. */
import './timeline.css';
import { ActionIcon, Button, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconTimeline } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { dayjs } from '@/shared/i18n/dates';
import { formatLongDate } from '@/shared/i18n/format';
import { EmptyState, ErrorState, SkeletonRows } from '@/shared/ui';
import { useRecordPage } from '../record/record_context';
import { FileDrop } from '../related/FileDrop';
import { foldChanges, groupByDay } from './days';
import { ActivityItem } from './items/ActivityItem';
import { TimelineEntry } from './items/TimelineEntry';
import { KIND_GROUPS, type TimelineItem } from './types';
import { usePlanned, type Above } from './use_planned';
import { useTimeline } from './use_timeline';

const PAUSE_MS = 300;

export function Timeline({ composer }: { composer?: ReactNode }) {
  const [group, setGroup] = useState<string>();
  const [typed, setTyped] = useState('');
  const [sought] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const q = typed.trim() === '' ? '' : sought;
  const { self } = useRecordPage();
  const planned = usePlanned();
  const narrowed = group !== undefined || q !== '';
  return (
    <FileDrop of={self}>
      <div className="timeline">
        {composer && <div className="composer-dock">{composer}</div>}
        <div className="timeline-bar">
          <KindChips group={group} onGroup={setGroup} />
          <SearchBox typed={typed} onType={setTyped} />
        </div>
        {!narrowed && <Planned items={planned} />}
        <Past group={group} q={q} hidden={narrowed ? [] : planned} />
      </div>
    </FileDrop>
  );
}

function KindChips({ group, onGroup }: {
  group: string | undefined;
  onGroup: (group: string | undefined) => void;
}) {
  const { t } = useTranslation('timeline');
  const chip = (value: string | undefined, label: string) => (
    <button key={label} type="button" aria-pressed={group === value}
      className={group === value ? 'chip chosen' : 'chip'} onClick={() => onGroup(value)}>
      {label}
    </button>
  );
  return (
    <div className="timeline-kinds" role="group" aria-label={t('kinds')}>
      {chip(undefined, t('all'))}
      {Object.keys(KIND_GROUPS).map((name) => chip(name, t(`group.${name}`)))}
    </div>
  );
}

function Planned({ items }: { items: Above[] }) {
  const { t } = useTranslation('timeline');
  if (items.length === 0) return null;
  return (
    <section className="timeline-above">
      <h3 className="timeline-day">{t('next')}</h3>
      <ol className="items">
        {items.map(({ entity, record }) => (
          <ActivityItem key={record.id} entity={entity} record={record} />
        ))}
      </ol>
    </section>
  );
}

/** A glass that opens into a box; empty and left, it is a glass again. */
function SearchBox({ typed, onType }: { typed: string; onType: (typed: string) => void }) {
  const { t } = useTranslation('timeline');
  const [opened, setOpened] = useState(false);
  const close = () => {
    onType('');
    setOpened(false);
  };
  if (!opened) {
    return (
      <ActionIcon aria-label={t('search')} title={t('search')} onClick={() => setOpened(true)}>
        <IconSearch size={16} stroke={1.7} />
      </ActionIcon>
    );
  }
  return (
    <TextInput
      className="timeline-search" size="xs" autoFocus type="search" value={typed}
      aria-label={t('search')} placeholder={t('search')} data-mantine-stop-propagation
      leftSection={<IconSearch size={14} stroke={1.7} />}
      rightSection={typed && (
        <CloseButton size="xs" aria-label={t('common:clear')} onClick={close} />
      )}
      onChange={(event) => onType(event.currentTarget.value)}
      onBlur={() => typed === '' && setOpened(false)}
      onKeyDown={(event) => event.code === 'Escape' && close()}
    />
  );
}

interface PastProps {
  group: string | undefined;
  q: string;
  hidden: Above[];
}

function Past({ group, q, hidden }: PastProps) {
  const { t } = useTranslation('timeline');
  const { self } = useRecordPage();
  const list = useTimeline(self, group ? KIND_GROUPS[group]! : [], q);
  const above = new Set(hidden.map(({ record }) => record.id));
  const items = (list.data?.pages.flatMap((page) => page.items) ?? [])
    .filter((item) => !(item.record && above.has(item.id)));
  if (list.isPending) return <SkeletonRows rows={6} />;
  if (list.error && items.length === 0) {
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (items.length === 0) {
    if (q) return <EmptyState icon={<IconSearch size={48} stroke={1.2} />} title={t('notFound')} />;
    return above.size > 0 ? null
      : <EmptyState icon={<IconTimeline size={48} stroke={1.2} />} title={t('empty')} />;
  }
  const pinned = items.filter((item) => item.pinned);
  const past = foldChanges(items.filter((item) => !item.pinned));
  return (
    <>
      {pinned.length > 0 && <Entries title={t('pinnedNotes')} items={pinned} />}
      {groupByDay(past).map(({ day, items: own }) => (
        <Entries key={day} title={<DayName day={day} />} items={own} />
      ))}
      {list.hasNextPage && (
        <MoreButton busy={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />
      )}
    </>
  );
}

const Entries = ({ title, items }: { title: ReactNode; items: TimelineItem[] }) => (
  <section>
    <h3 className="timeline-day">{title}</h3>
    <ol className="items">
      {items.map((item) => <TimelineEntry key={itemKey(item)} item={item} />)}
    </ol>
  </section>
);

const itemKey = ({ kind, id, at }: TimelineItem) => `${kind} ${id} ${at}`;

const DayName = ({ day }: { day: string }) => {
  const { t } = useTranslation('timeline');
  const ago = dayjs().startOf('day').diff(day, 'day');
  if (ago === 0) return t('today');
  return ago === 1 ? t('yesterday') : formatLongDate(day);
};

/** Loads the next page by itself when it comes into view. */
function MoreButton({ busy, onMore }: { busy: boolean; onMore: () => void }) {
  const { t } = useTranslation('timeline');
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  useEffect(() => {
    if (busy || !button.current) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) latest.current();
    }, { rootMargin: '300px' });
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [busy]);
  return (
    <Button ref={button} variant="subtle" fullWidth loading={busy} onClick={onMore}>
      {t('common:showMore')}
    </Button>
  );
}
