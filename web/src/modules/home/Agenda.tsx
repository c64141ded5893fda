/** Today: what is late and what is due, each with a box to tick. */
import { Button } from '@mantine/core';
import { IconChevronRight, IconFlame, IconPlus, IconSunHigh } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { titleOf, useMetadata, type LinkValue } from '@/shared/api';
import { dayjs } from '@/shared/i18n/dates';
import { formatTime } from '@/shared/i18n/format';
import { formatRelativeDay } from '@/shared/i18n/relative';
import {
  EmptyState,
  EntityIcon,
  ErrorState,
  notifyError,
  notifyUndo,
  SkeletonRows,
} from '@/shared/ui';
import { complete, type Activity, type useAgenda } from './agenda';

const SHOWN = 12;
const CREATED = ['tasks', 'calls', 'meetings'];

interface AgendaProps {
  agenda: ReturnType<typeof useAgenda>;
  /** Everything of the day, or only what is late. */
  which?: 'all' | 'late';
}

export function Agenda({ agenda, which = 'all' }: AgendaProps) {
  const { t } = useTranslation('home');
  const { entities } = useMetadata();
  const creatable = CREATED.flatMap((name) => entities[name] ?? []).filter(
    (entity) => entity.rights.create,
  );
  const late = agenda.activities.filter((activity) => activity.late);
  const due = agenda.activities.filter((activity) => !activity.late);
  const shown = which === 'late' ? late.length : agenda.activities.length;
  return (
    <section className="home-card home-agenda">
      <header className="home-head">
        <h2>{t(which === 'late' ? 'late' : 'today')}</h2>
        {which === 'all' && creatable.map((entity) => (
          <Button
            key={entity.name}
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconPlus size={14} stroke={1.8} />}
            onClick={() => openQuickCreate(entity.name)}
          >
            {entity.labels.one}
          </Button>
        ))}
      </header>
      {agenda.pending && <SkeletonRows rows={5} />}
      {agenda.error && <ErrorState error={agenda.error} onRetry={agenda.retry} />}
      {!agenda.pending && !agenda.error && shown === 0 && (
        <EmptyState icon={<IconSunHigh size={48} stroke={1.2} />}
          title={t(which === 'late' ? 'nothingLate' : 'nothingToday')} />
      )}
      <Group label={which === 'all' ? t('late') : undefined} late activities={late} />
      {which === 'all' && (
        <Group label={late.length > 0 ? t('due') : undefined} activities={due} />
      )}
    </section>
  );
}

function Group(props: { label?: string; late?: boolean; activities: Activity[] }) {
  const { label, late, activities } = props;
  const { t } = useTranslation('home');
  const [all, setAll] = useState(false);
  if (activities.length === 0) return null;
  const shown = all ? activities : activities.slice(0, SHOWN);
  return (
    <>
      {label && (
        <h3 className={late ? 'home-group late' : 'home-group'}>
          {label} <span className="num">{activities.length}</span>
        </h3>
      )}
      <ul className="home-list">
        {shown.map((activity) => (
          <Row key={activity.record.id} activity={activity} />
        ))}
      </ul>
      {shown.length < activities.length && (
        <Button size="compact-sm" variant="subtle" m="4px 8px" onClick={() => setAll(true)}>
          {t('showAll', { count: activities.length })}
        </Button>
      )}
    </>
  );
}

function Row({ activity }: { activity: Activity }) {
  const { t } = useTranslation('home');
  const { entity, record, at, late } = activity;
  const [done, setDone] = useState(false);
  const name = titleOf(entity, record);
  const about = (record.related ?? record.contact) as LinkValue | null | undefined;
  const urgent = record.priority === 'urgent' || record.priority === 'high';
  const tick = async () => {
    setDone(true);
    try {
      const undo = await complete(activity);
      notifyUndo(t('completed', { name }), undo);
    } catch (error) {
      setDone(false);
      notifyError(error);
    }
  };
  return (
    <li className={done ? 'home-row done' : 'home-row'}>
      <button
        type="button"
        className="home-tick"
        role="checkbox"
        aria-checked={done}
        aria-label={t('complete', { name })}
        disabled={done || !entity.rights.update}
        onClick={() => void tick()}
      />
      <EntityIcon name={entity.icon} />
      <Link
        className="home-row-name"
        to="/o/$entity/$id"
        params={{ entity: entity.name, id: record.id }}
      >
        <span className="clip">{name}</span>
        {urgent && (
          <IconFlame size={14} stroke={1.8} color="var(--orange)" aria-label={t('urgent')} />
        )}
      </Link>
      {about?.name && (
        <Link
          className="home-row-about clip muted"
          to="/o/$entity/$id"
          params={{ entity: about.entity, id: about.id }}
        >
          {about.name}
        </Link>
      )}
      <span className={late ? 'home-time late num' : 'home-time num'}>
        {late && !dayjs(at).isSame(dayjs(), 'day')
          ? formatRelativeDay(at)
          : formatTime(at)}
      </span>
      <IconChevronRight className="home-go" size={14} aria-hidden />
    </li>
  );
}
