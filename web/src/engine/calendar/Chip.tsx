/** An event on a calendar: its name, when, for whom. */
import { IconCheck } from '@tabler/icons-react';
import type { CSSProperties, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkValue } from '@/shared/api';
import { formatTime } from '@/shared/i18n/format';
import { Avatar, EntityIcon, hue } from '@/shared/ui';
import type { CalendarEvent } from './events';
import { timeName } from './words';

interface Props {
  event: CalendarEvent;
  /** bar: in a line, across days; block: over its hours. */
  look: 'bar' | 'block';
  people?: boolean;
  /** It is being dragged, here is where it was. */
  left?: boolean;
  className?: string;
  style?: CSSProperties;
  children?: ReactNode;
}

const aboutOf = ({ record }: CalendarEvent) =>
  (record.related ?? record.account ?? record.contact) as LinkValue | null | undefined;

export function Chip({ event, look, people, left, className = '', style, children }: Props) {
  const { t } = useTranslation('calendar');
  const owner = people ? (event.record.owner as LinkValue | null) : undefined;
  const about = aboutOf(event)?.name;
  const label = [
    event.source.entity.labels.one, event.title, timeName(event, t('allDay')), owner?.name,
    event.over && t('over'),
  ].filter(Boolean).join(', ');
  const timed = !event.allDay;
  const state = `${event.over ? ' over' : ''}${left ? ' left' : ''}`;
  return (
    <button
      type="button"
      data-event={event.key}
      className={`cal-chip cal-chip-${look} ${className}${state}`}
      style={{ ...hue(event.color), ...style }}
      aria-label={label}
      title={about ? `${label}\n${about}` : label}
      aria-haspopup="menu"
    >
      <span className="cal-chip-line">
        {event.over
          ? <IconCheck size={12} stroke={2.2} aria-hidden />
          : <EntityIcon name={event.source.entity.icon} size={12} />}
        {timed && look === 'bar' && (
          <span className="cal-chip-time num">{formatTime(new Date(event.start))}</span>
        )}
        <span className="cal-chip-name">{event.title}</span>
        {owner && <Avatar name={owner.name} size={16} />}
      </span>
      {look === 'block' && (
        <span className="cal-chip-more num">
          {formatTime(new Date(event.start))}{about ? ` · ${about}` : ''}
        </span>
      )}
      {children}
    </button>
  );
}

/** Where a drag would put it. */
export const Ghost = ({ color, style, children }: {
  color: CalendarEvent['color'] | undefined;
  style: CSSProperties;
  children: ReactNode;
}) => (
  <div className="cal-ghost num" style={{ ...hue(color ?? 'blue'), ...style }} aria-hidden>
    {children}
  </div>
);
