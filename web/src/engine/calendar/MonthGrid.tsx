/** Weeks of a month; what does not fit in a day is one press away. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chip } from './Chip';
import { today } from './days';
import type { CalendarEvent, Time } from './events';
import { placeRow, type Bar } from './layout';
import type { Place } from './moves';
import { useDrag } from './use_drag';
import type { ViewProps } from './view_props';
import { dayName, monthName, weekdayName } from './words';

const HEAD_PX = 28;
const LANE_PX = 22;
const MORE_PX = 20;

export function MonthGrid(props: ViewProps) {
  const { days, day: chosen, events, people } = props;
  const grid = useRef<HTMLDivElement>(null);
  const weeks = useMemo(
    () => Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7)),
    [days]);
  const lanes = useLanes(grid, weeks.length);
  const placeAt = (x: number, y: number): Place | undefined => {
    const box = grid.current!.getBoundingClientRect();
    const column = Math.floor(((x - box.left) / box.width) * 7);
    const row = Math.floor(((y - box.top) / box.height) * weeks.length);
    const day = weeks[row]?.[Math.min(6, Math.max(0, column))];
    return day ? { day } : undefined;
  };
  const { drag, onPointerDown, endsDrag } = useDrag({
    eventOf: (key) => events.find((event) => event.key === key),
    placeAt, onMove: props.onMove, onNew: props.onNew,
  });
  const shown = useMemo(
    () => (drag ? withGhost(events, drag.event, drag.time) : events), [events, drag]);
  return (
    <div className="cal-month" onPointerDown={onPointerDown}
      onClickCapture={(click) => endsDrag() && click.stopPropagation()}>
      <div className="cal-month-head" aria-hidden>
        {weeks[0]?.map((day) => <span key={day}>{weekdayName(day)}</span>)}
      </div>
      <div className="cal-weeks" ref={grid} role="group" aria-label={monthName(chosen)}>
        {weeks.map((week) => (
          <Week key={week[0]} {...props} days={week} month={chosen.slice(0, 7)} events={shown}
            lanes={lanes} people={people} dragged={drag?.event?.key ?? (drag ? NEW : undefined)} />
        ))}
      </div>
    </div>
  );
}

const NEW = 'new';

/** The events as they would be after the drop. */
function withGhost(events: CalendarEvent[], event: CalendarEvent | undefined, time: Time) {
  const ghost = {
    ...(event ?? { key: NEW, title: '', color: 'blue', record: { id: '' }, over: false }), ...time,
  } as CalendarEvent;
  return [...events.filter(({ key }) => key !== ghost.key), ghost];
}

interface WeekProps extends ViewProps {
  month: string;
  lanes: number;
  dragged?: string;
}

function Week({ days, month, events, lanes, people, dragged, onDay }: WeekProps) {
  const { t } = useTranslation('calendar');
  const bars = useMemo(() => placeRow(days, events, () => true), [days, events]);
  const hidden = days.map((_, index) =>
    bars.filter((bar) => bar.from <= index && index < bar.from + bar.days && bar.lane >= lanes));
  return (
    <div className="cal-week">
      {days.map((day, index) => (
        <div key={day} className={cellClass(day, month)}>
          <button type="button" className="cal-month-day num" aria-label={dayName(day)}
            aria-current={day === today() ? 'date' : undefined} onClick={() => onDay(day)}>
            {Number(day.slice(8))}
          </button>
          {hidden[index]!.length > 0 && (
            <button type="button" className="cal-more" onClick={() => onDay(day)}>
              {t('more', { count: hidden[index]!.length })}
            </button>
          )}
        </div>
      ))}
      {bars.filter(({ lane }) => lane < lanes).map((bar) => (
        <MonthBar key={bar.event.key} bar={bar} people={people} dragged={dragged} />
      ))}
    </div>
  );
}

function MonthBar({ bar, people, dragged }: { bar: Bar; people?: boolean; dragged?: string }) {
  const { event, from, days, lane, before, after } = bar;
  const style = {
    left: `calc(${(from / 7) * 100}% + 3px)`, width: `calc(${(days / 7) * 100}% - 6px)`,
    top: HEAD_PX + lane * LANE_PX,
  };
  if (event.key === NEW) return <div className="cal-ghost" style={{ ...style, height: 20 }} />;
  const solid = event.allDay || days > 1 || before || after;
  const className = `cal-over${solid ? '' : ' cal-plain'}${before ? ' before' : ''}`
    + `${after ? ' after' : ''}${dragged === event.key ? ' lifted' : ''}`;
  return (
    <Chip event={event} look="bar" people={people} className={className} style={style}>
      {solid && event.source.movable && event.source.end && !after && (
        <span className="cal-edge-right" data-edge aria-hidden />
      )}
    </Chip>
  );
}

function cellClass(day: string, month: string) {
  const names = ['cal-cell'];
  if (!day.startsWith(month)) names.push('other');
  if (day === today()) names.push('today');
  return names.join(' ');
}

/** How many lines of events fit into a day. */
function useLanes(grid: React.RefObject<HTMLDivElement | null>, weeks: number) {
  const [lanes, setLanes] = useState(3);
  useEffect(() => {
    const measure = () => {
      const height = (grid.current?.clientHeight ?? 0) / weeks;
      setLanes(Math.max(1, Math.floor((height - HEAD_PX - MORE_PX) / LANE_PX)));
    };
    const observer = new ResizeObserver(measure);
    if (grid.current) observer.observe(grid.current);
    measure();
    return () => observer.disconnect();
  }, [grid, weeks]);
  return lanes;
}
