/** One entry of a timeline by its kind. */
import { useTranslation } from 'react-i18next';
import { formatInstant, formatTime } from '@/shared/i18n/format';
import { formatRelative } from '@/shared/i18n/relative';
import { dayjs } from '@/shared/i18n/dates';
import { MergedLine } from '../../record/merge/MergedLine';
import { mergeOf } from '../../record/merge/merge_of';
import { useRecordPage } from '../../record/record_context';
import type { ItemKind, TimelineItem } from '../types';
import { ActivityItem } from './ActivityItem';
import { ChangeLines } from './ChangeLines';
import { ItemFrame } from './ItemFrame';

const ICONS: { [kind in ItemKind]?: string } = {
  change: 'edit', stage: 'flag', created: 'star', deleted: 'trash', restored: 'recycle',
};

/** Who did it and when; the day stands above already. */
function Head({ item }: { item: TimelineItem }) {
  const { t } = useTranslation('timeline');
  const { self } = useRecordPage();
  const hours = dayjs().diff(item.at, 'hour');
  return (
    <>
      <span className="item-actor">{item.actor?.name ?? t('system')}</span>
      <time className="muted num" dateTime={item.at} title={formatInstant(item.at)}>
        {item.pinned || hours === 0 ? formatRelative(item.at) : formatTime(item.at)}
      </time>
      {!item.record && item.id !== self.id && <span className="faint">{t('ofMerged')}</span>}
    </>
  );
}

export function TimelineEntry({ item }: { item: TimelineItem }) {
  const { t } = useTranslation('timeline');
  const { entity, record } = useRecordPage();
  const head = <Head item={item} />;
  if (item.kind === 'converted') {
    return (
      <ItemFrame icon="user-search" head={head} quiet>
        <div className="item-text">
          {t('happened_converted')}{' '}
          <a className="link" href={`/o/${item.entity}/${item.id}`}>
            {String(item.record?.name ?? '')}
          </a>
        </div>
      </ItemFrame>
    );
  }
  if (item.record) {
    return (
      <ActivityItem entity={item.entity} record={item.record} head={head}
        actor={item.actor?.id} />
    );
  }
  const changes = item.changes ?? [];
  const merge = mergeOf(item);
  if (merge) {
    return (
      <ItemFrame icon="arrow-merge" head={head} quiet>
        <div className="item-text"><MergedLine merge={merge} /></div>
      </ItemFrame>
    );
  }
  return (
    <ItemFrame icon={ICONS[item.kind] ?? 'edit'} head={head} quiet>
      {item.kind === 'created' || item.kind === 'deleted' || item.kind === 'restored'
        ? <div className="item-text">{t(`happened_${item.kind}`)}</div>
        : <ChangeLines entity={entity} record={record} changes={changes} />}
    </ItemFrame>
  );
}
