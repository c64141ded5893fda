/** A day or a week by the hour, whole days above. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatTime } from '@/shared/i18n/format';
import { Chip, Ghost } from './Chip';
import { clockOf, DAY_MINUTES, dayKey, today } from './days';
import { isLong, type CalendarEvent } from './events';
import { partOn, placeDay, placeRow, type Bar } from './layout';
import type { Place } from './moves';
import { useDrag, type Drag } from './use_drag';
import { hoursName, weekdayName } from './words';
import type { ViewProps } from './view_props';

const HOUR_PX = 48;
const LANE_PX = 24;
const MORNING = 7.5;
const LANES = 4;

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const px = (minutes: number) => (minutes / 60) * HOUR_PX;

export function TimeGrid(props: ViewProps) {
  const { days, events, people } = props;
  const { t } = useTranslation('calendar');
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useRef<HTMLDivElement>(null);
  const whole = useRef<HTMLDivElement>(null);
  const now = useNow();
  useEffect(() => {
    scroller.current!.scrollTop = MORNING * HOUR_PX;
  }, []);

  const placeAt = (x: number, y: number): Place | undefined => {
    const box = columns.current!.getBoundingClientRect();
    const index = Math.floor(((x - box.left) / box.width) * days.length);
    const day = days[Math.min(days.length - 1, Math.max(0, index))]!;
    if (y < whole.current!.getBoundingClientRect().bottom) return { day };
    const minutes = ((y - box.top) / HOUR_PX) * 60;
    return { day, minutes: Math.min(DAY_MINUTES, Math.max(0, minutes)) };
  };
  const { drag, onPointerDown, endsDrag } = useDrag({
    eventOf: (key) => events.find((event) => event.key === key),
    placeAt, onMove: props.onMove, onNew: props.onNew, scroller,
  });
  const bars = useMemo(() => placeRow(days, events), [days, events]);
  const [wide, setWide] = useState(false);
  const lanes = Math.max(0, ...bars.map(({ lane }) => lane + 1));
  const shownLanes = wide ? lanes : Math.min(lanes, LANES);
  const template = `var(--cal-hours) repeat(${days.length}, minmax(0, 1fr))`;
  return (
    <div
      className="cal-time"
      onPointerDown={onPointerDown}
      onClickCapture={(click) => endsDrag() && click.stopPropagation()}
    >
      {days.length > 1 && (
        <div className="cal-head" style={{ gridTemplateColumns: template }}>
          <span />
          {days.map((day) => <DayHead key={day} day={day} onDay={props.onDay} />)}
        </div>
      )}
      <div className="cal-whole" ref={whole} style={{ gridTemplateColumns: template }}>
        <span className="cal-whole-label">
          {lanes > LANES ? (
            <button type="button" className="link plain-button" onClick={() => setWide(!wide)}>
              {wide ? t('fewer') : `+${lanes - LANES}`}
            </button>
          ) : t('allDay')}
        </span>
        <div className="cal-lanes" style={{ height: shownLanes * LANE_PX + 8 }}>
          {days.map((day, index) => (
            <span key={day} className={day === today() ? 'cal-lane-day today' : 'cal-lane-day'}
              style={{ left: `${(index / days.length) * 100}%`, width: `${100 / days.length}%` }} />
          ))}
          {bars.filter(({ lane }) => lane < shownLanes).map((bar) => (
            <BarChip key={bar.event.key} bar={bar} count={days.length} people={people}
              left={drag?.event === bar.event} />
          ))}
          {drag && isLong(drag.time) && <WholeGhost days={days} drag={drag} />}
        </div>
      </div>
      <div className="cal-scroll" ref={scroller} tabIndex={-1}>
        <div className="cal-body" style={{ height: 24 * HOUR_PX }}>
          <div className="cal-hours num" aria-hidden>
            {hours.slice(1).map((hour) => (
              <span key={hour} style={{ top: hour * HOUR_PX }}>
                {`${String(hour).padStart(2, '0')}:00`}
              </span>
            ))}
          </div>
          <div className="cal-columns" ref={columns}>
            {days.map((day) => (
              <DayColumn key={day} day={day} events={events} people={people} now={now}
                drag={drag} />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

function DayHead({ day, onDay }: { day: string; onDay: (day: string) => void }) {
  return (
    <button type="button" className={day === today() ? 'cal-day-head today' : 'cal-day-head'}
      aria-current={day === today() ? 'date' : undefined} onClick={() => onDay(day)}>
      <span className="muted">{weekdayName(day)}</span>
      <span className="cal-day-number num">{Number(day.slice(8))}</span>
    </button>
  );
}

const place = (from: number, days: number, lane: number, count: number) => ({
  left: `calc(${(from / count) * 100}% + 2px)`,
  width: `calc(${(days / count) * 100}% - 4px)`,
  top: lane * LANE_PX + 4,
});

const BarChip = ({ bar, count, people, left }: {
  bar: Bar;
  count: number;
  people?: boolean;
  left: boolean;
}) => (
  <Chip event={bar.event} look="bar" people={people} left={left}
    className={`cal-over${bar.before ? ' before' : ''}${bar.after ? ' after' : ''}`}
    style={place(bar.from, bar.days, bar.lane, count)}>
    {bar.event.source.movable && bar.event.source.end && !bar.after && (
      <span className="cal-edge-right" data-edge aria-hidden />
    )}
  </Chip>
);

function WholeGhost({ days, drag }: { days: string[]; drag: Drag }) {
  const [bar] = placeRow(days, [{ ...drag.time, key: '' } as CalendarEvent]);
  if (!bar) return null;
  return (
    <Ghost color={drag.event?.color} style={place(bar.from, bar.days, 0, days.length)}>
      {drag.event?.title}
    </Ghost>
  );
}

interface ColumnProps {
  day: string;
  events: CalendarEvent[];
  people?: boolean;
  now: number;
  drag?: Drag;
}

function DayColumn({ day, events, people, now, drag }: ColumnProps) {
  const placed = useMemo(() => placeDay(day, events), [day, events]);
  const isToday = dayKey(now) === day;
  const ghost = drag && !isLong(drag.time) ? partOn(day, drag.time) : undefined;
  return (
    <div className={isToday ? 'cal-column today' : 'cal-column'}>
      {placed.map(({ event, from, to, column, columns }) => (
        <Chip key={event.key} event={event} look="block" people={people}
          left={drag?.event === event}
          className={to - from <= 30 ? 'cal-short' : ''}
          style={{
            top: px(from) + 1, height: px(to - from) - 2,
            left: `calc(${(column / columns) * 100}% + 2px)`,
            width: `calc(${100 / columns}% - 4px)`,
          }}>
          {event.source.movable && event.source.end && (
            <span className="cal-edge" data-edge aria-hidden />
          )}
        </Chip>
      ))}
      {ghost && (
        <Ghost color={drag!.event?.color}
          style={{ top: px(ghost.from), height: px(ghost.to - ghost.from), left: 2, right: 6 }}>
          <strong>{drag!.event?.title}</strong> {hoursName(drag!.time)}
        </Ghost>
      )}
      {isToday && (
        <div className="cal-now" style={{ top: px(clockOf(now)) }}>
          <span className="num">{formatTime(new Date(now))}</span>
        </div>
      )}
    </div>
  );
}

/** The present minute. */
function useNow() {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 20_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
