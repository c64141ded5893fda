/** What the next seven days hold, as the calendar has it. */
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, today } from '@/engine/calendar/days';
import { firstDay, lastDay } from '@/engine/calendar/events';
import { useOwnActivities } from '@/engine/calendar/sources';
import { useEvents } from '@/engine/calendar/use_events';
import { dayName } from '@/engine/calendar/words';
import { formatTime } from '@/shared/i18n/format';
import { EntityIcon, SkeletonRows } from '@/shared/ui';

const DAYS = 7;

export default function Week() {
  const { t } = useTranslation('home');
  const sources = useOwnActivities();
  const first = today();
  const days = useMemo(
    () => Array.from({ length: DAYS }, (_, index) => addDays(first, index)), [first]);
  const { events, pending } = useEvents(sources, days);
  const groups = days
    .map((day) => ({ day, of: events.filter((event) =>
      !event.over && firstDay(event) <= day && day <= lastDay(event)) }))
    .filter(({ of }) => of.length > 0);
  return (
    <section className="home-card">
      <header className="home-head">
        <h2>{t('widget.week')}</h2>
        <Link className="link" to="/calendar">{t('common:nav.calendar')}</Link>
      </header>
      {pending && <SkeletonRows rows={4} />}
      {!pending && groups.length === 0 && <p className="home-none muted">{t('nothingThere')}</p>}
      {groups.map(({ day, of }) => (
        <div key={day}>
          <h3 className="home-group">{dayName(day)}</h3>
          <ul className="home-list">
            {of.map(({ key, source, record, title, start, allDay }) => (
              <li key={key}>
                <Link className="home-row" to="/o/$entity/$id"
                  params={{ entity: source.entity.name, id: record.id }}>
                  <EntityIcon name={source.entity.icon} />
                  <span className="home-row-name clip">{title}</span>
                  <span className="home-time num">
                    {allDay ? t('allDay') : formatTime(new Date(start))}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
