/** On a phone: the coming days as a list, with a strip of the week above to jump by. */
import { Button } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { LinkValue } from '@/shared/api';
import { formatTime } from '@/shared/i18n/format';
import { Avatar, EntityIcon, hue } from '@/shared/ui';
import { daysOf, today } from './days';
import { firstDay, lastDay, type CalendarEvent } from './events';
import { dayName, weekdayName } from './words';

interface StripProps {
  day: string;
  onDay: (day: string) => void;
}

export const WeekStrip = ({ day, onDay }: StripProps) => (
  <div className="cal-strip">
    {daysOf('week', day).map((one) => (
      <button key={one} type="button" aria-label={dayName(one)} aria-pressed={one === day}
        aria-current={one === today() ? 'date' : undefined} onClick={() => onDay(one)}>
        <span>{weekdayName(one)}</span>
        <span className="cal-day-number num">{Number(one.slice(8))}</span>
      </button>
    ))}
  </div>
);

interface Props {
  days: string[];
  events: CalendarEvent[];
  people?: boolean;
  onMenu: (event: CalendarEvent) => void;
  /** Shows more days after these. */
  onLater: () => void;
}

export function Agenda({ days, events, people, onMenu, onLater }: Props) {
  const { t } = useTranslation('calendar');
  const groups = days
    .map((day) => ({
      day, of: events.filter((event) => firstDay(event) <= day && day <= lastDay(event)),
    }))
    .filter(({ day, of }) => of.length > 0 || day === days[0]);
  return (
    <div className="cal-agenda">
      {groups.map(({ day, of }) => (
        <section key={day} aria-label={dayName(day)}>
          <h2 className={day === today() ? 'today' : ''}>{dayName(day)}</h2>
          {of.length === 0 && <p className="muted">{t('nothing')}</p>}
          {of.map((event) => (
            <Line key={event.key} event={event} day={day} people={people} onMenu={onMenu} />
          ))}
        </section>
      ))}
      <Button variant="subtle" m={8} onClick={onLater}>{t('later')}</Button>
    </div>
  );
}

interface LineProps {
  event: CalendarEvent;
  day: string;
  people?: boolean;
  onMenu: (event: CalendarEvent) => void;
}

function Line({ event, day, people, onMenu }: LineProps) {
  const { t } = useTranslation('calendar');
  const { record, source } = event;
  const about = (record.related ?? record.account ?? record.contact) as LinkValue | null;
  const owner = record.owner as LinkValue | null;
  const whole = event.allDay || firstDay(event) !== day;
  return (
    <div className={event.over ? 'cal-line over' : 'cal-line'} style={hue(event.color)}>
      <button type="button" className="cal-line-open" data-event={event.key}>
        {!source.dates && <span className="cal-line-time num">
          {whole ? t('allDay') : formatTime(new Date(event.start))}
          {!whole && source.end && record[source.end] ? (
            <span className="faint">{formatTime(new Date(event.end))}</span>
          ) : null}
        </span>}
        <span className="cal-line-mark" aria-hidden />
        <span className="cal-line-text">
          <span className="cal-line-name">{event.title}</span>
          <span className="muted clip cal-line-about">
            <EntityIcon name={source.entity.icon} size={13} />
            {about?.name ?? source.entity.labels.one}
          </span>
        </span>
        {people && owner && <Avatar name={owner.name} />}
      </button>
      <button type="button" className="cal-line-menu" aria-label={`${t('change')}: ${event.title}`}
        onClick={() => onMenu(event)}>
        <IconDots size={18} stroke={1.7} />
      </button>
    </div>
  );
}
