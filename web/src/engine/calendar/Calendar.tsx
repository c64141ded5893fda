/** A calendar over records: a day, a week, a month; on a phone a day or the coming days. */
import './calendar.css';
import { Button } from '@mantine/core';
import {
  lazy, Suspense, useMemo, useState, type KeyboardEvent, type MouseEvent, type ReactNode,
} from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, usePhone } from '@/shared/ui';
import { Agenda, WeekStrip } from './Agenda';
import { CalendarBar } from './CalendarBar';
import { addDays, daysOf, STEP_MINUTES, type Span } from './days';
import { EventMenu, type MenuPlace } from './EventMenu';
import type { CalendarEvent, Source, Time } from './events';
import { MonthGrid } from './MonthGrid';
import { shiftDays, shiftMinutes } from './moves';
import { TimeGrid } from './TimeGrid';
import { useEvents } from './use_events';
import { useMoveEvent } from './use_move';

const TimeDialog = lazy(() => import('./TimeDialog'));

const AGENDA_DAYS = 14;

export interface CalendarProps {
  sources: Source[];
  span: Span;
  /** The day that is looked at. */
  day: string;
  /** Events are of several people: show whose. */
  people?: boolean;
  onGo: (to: { span?: Span; day?: string }) => void;
  onOpen: (event: CalendarEvent) => void;
  onNew?: (time: Time, x: number, y: number) => void;
  /** More of the bar. */
  children?: ReactNode;
}

export function Calendar(props: CalendarProps) {
  const { sources, span, day, people, onGo, onNew, onOpen } = props;
  const phone = usePhone();
  const agenda = phone && span !== 'day';
  const [weeks, setWeeks] = useState(1);
  const days = useMemo(() => {
    if (!agenda) return daysOf(span, day);
    return Array.from({ length: AGENDA_DAYS * weeks }, (_, index) => addDays(day, index));
  }, [agenda, span, day, weeks]);
  const found = useEvents(sources, days);
  const { events } = found;
  const move = useMoveEvent();
  const [menu, setMenu] = useState<MenuPlace>();
  const [timed, setTimed] = useState<CalendarEvent>();
  const put = (event: CalendarEvent, time: Time) => void move(event, time);
  const at = (target: EventTarget) => {
    const element = (target as Element).closest<HTMLElement>('[data-event]');
    const event = events.find(({ key }) => key === element?.dataset.event);
    return element && event ? { element, event } : undefined;
  };
  const click = (pressed: MouseEvent) => {
    const found = at(pressed.target);
    if (found) onOpen(found.event);
  };
  const contextMenu = (asked: MouseEvent) => {
    const found = at(asked.target);
    if (!found) return;
    asked.preventDefault();
    const box = found.element.getBoundingClientRect();
    const byKey = asked.clientX === 0 && asked.clientY === 0;
    const [x, y] = byKey ? [box.left, box.bottom] : [asked.clientX, asked.clientY];
    setMenu({ event: found.event, x, y });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const found = at(event.target);
    if (!found) return;
    const { left, bottom } = found.element.getBoundingClientRect();
    if (event.code === 'Space') {
      // A menu takes a key pressed outside of it for a wish to close.
      event.stopPropagation();
      setMenu({ event: found.event, x: left, y: bottom });
    } else {
      const time = found.event.source.movable ? movedByKey(event, found.event) : undefined;
      if (!time) return;
      put(found.event, time);
    }
    event.preventDefault();
  };
  const toDay = (to: string) => onGo({ day: to, span: 'day' });
  const views = { day, days, events, people, onMove: put, onNew, onDay: toDay };
  return (
    <>
      <CalendarBar span={span} day={day} days={days} phone={phone} onGo={onGo}>
        {props.children}
      </CalendarBar>
      <div className="cal" onClick={click} onContextMenu={contextMenu} onKeyDown={onKeyDown}
        aria-busy={found.pending || undefined}>
        <Trouble found={found} />
        {phone && <WeekStrip day={day} onDay={(to) => onGo({ day: to })} />}
        {agenda ? (
          <Agenda days={days} events={events} people={people}
            onMenu={(event) => setMenu({ event, x: 0, y: 0 })}
            onLater={() => setWeeks(weeks + 1)} />
        ) : span === 'month' ? <MonthGrid {...views} /> : <TimeGrid key={span} {...views} />}
      </div>
      <EventMenu place={menu} phone={phone} onOpen={onOpen} onMove={put} onTime={setTimed}
        onClose={() => setMenu(undefined)} />
      <Suspense>
        {timed && (
          <TimeDialog event={timed} onClose={() => setTimed(undefined)}
            onSave={(time) => put(timed, time)} />
        )}
      </Suspense>
    </>
  );
}

function Trouble({ found }: { found: ReturnType<typeof useEvents> }) {
  const { t } = useTranslation('calendar');
  if (found.error && found.events.length === 0) {
    return <ErrorState error={found.error} onRetry={found.retry} />;
  }
  if (found.error) {
    return (
      <div className="cal-note" role="alert">
        {t('stale')}
        <Button size="compact-sm" variant="subtle" onClick={found.retry}>
          {t('common:retry')}
        </Button>
      </div>
    );
  }
  return found.more ? <div className="cal-note" role="status">{t('tooMany')}</div> : null;
}

/** Shift and arrows move a focused event, with Alt its end. */
function movedByKey(event: KeyboardEvent, of: CalendarEvent): Time | undefined {
  if (!event.shiftKey || event.ctrlKey || event.metaKey) return undefined;
  const side = { ArrowLeft: -1, ArrowRight: 1 }[event.code];
  const step = { ArrowUp: -STEP_MINUTES, ArrowDown: STEP_MINUTES }[event.code];
  if (side && !event.altKey) return shiftDays(of, side);
  if (!step || of.allDay) return undefined;
  if (!event.altKey) return shiftMinutes(of, step);
  if (!of.source.end) return undefined;
  const end = of.end + step * 60_000;
  return end > of.start ? { ...of, end } : undefined;
}

