/** Dragging by mouse or pen: events to other times, their ends, and new ones over empty places. */
import {
  useEffect, useRef, useState, type PointerEvent as ReactPointerEvent, type RefObject,
} from 'react';
import type { CalendarEvent, Time } from './events';
import { drawn, moved, resized, sameTime, touched, type Place } from './moves';

const SLACK_PX = 4;
const EDGE_PX = 36;
const SCROLL_PX = 12;

export interface Drag {
  /** None: a new one is being drawn. */
  event?: CalendarEvent;
  time: Time;
}

interface Options {
  eventOf: (key: string) => CalendarEvent | undefined;
  /** The place under a point of the screen. */
  placeAt: (x: number, y: number) => Place | undefined;
  onMove: (event: CalendarEvent, time: Time) => void;
  onNew?: (time: Time, x: number, y: number) => void;
  /** What scrolls when the pointer comes to its upper or lower edge. */
  scroller?: RefObject<HTMLElement | null>;
}

interface Grip {
  event?: CalendarEvent;
  edge: boolean;
  from: Place;
  x: number;
  y: number;
}

export function useDrag(options: Options) {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const [drag, setDrag] = useState<Drag>();
  const stop = useRef<() => void>(undefined);
  const dropped = useRef(false);
  useEffect(() => () => stop.current?.(), []);

  const onPointerDown = (down: ReactPointerEvent) => {
    const { eventOf, placeAt, onNew } = latest.current;
    dropped.current = false;
    if (down.button !== 0 || down.pointerType === 'touch') return;
    const target = down.target as Element;
    const element = target.closest<HTMLElement>('[data-event]');
    const event = element ? eventOf(element.dataset.event!) : undefined;
    if (event ? !event.source.movable : !onNew || target.closest('button, a')) return;
    const from = placeAt(down.clientX, down.clientY);
    if (!from) return;
    if (!event) down.preventDefault();
    const edge = target.closest('[data-edge]') !== null;
    stop.current = follow(
      { event, edge, from, x: down.clientX, y: down.clientY }, latest, setDrag,
      () => {
        dropped.current = true;
      });
  };
  /** A click that only ends a drag. */
  const endsDrag = () => dropped.current;
  return { drag, onPointerDown, endsDrag };
}

function timeOf(grip: Grip, to: Place): Time {
  if (!grip.event) return drawn(grip.from, to);
  return grip.edge ? resized(grip.event, to) : moved(grip.event, grip.from, to);
}

/** Follows the pointer until it is lifted or Esc is pressed; the answer stops at once. */
function follow(
  grip: Grip, latest: RefObject<Options>, show: (drag?: Drag) => void, onDropped: () => void,
) {
  let at = { x: grip.x, y: grip.y };
  let time: Time | undefined;
  let frame = 0;
  const update = () => {
    const far = Math.hypot(at.x - grip.x, at.y - grip.y) > SLACK_PX;
    if (!far && !time) return;
    const place = latest.current.placeAt(at.x, at.y);
    if (!place) return;
    time = timeOf(grip, place);
    show({ event: grip.event, time });
  };
  const scroll = () => {
    const box = latest.current.scroller?.current;
    if (box && time) {
      const { top, bottom } = box.getBoundingClientRect();
      const by = at.y > bottom - EDGE_PX ? SCROLL_PX : at.y < top + EDGE_PX && at.y > top
        ? -SCROLL_PX : 0;
      if (by !== 0) {
        box.scrollTop += by;
        update();
      }
    }
    frame = requestAnimationFrame(scroll);
  };
  const move = (event: PointerEvent) => {
    at = { x: event.clientX, y: event.clientY };
    update();
  };
  const stop = () => {
    cancelAnimationFrame(frame);
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', up);
    window.removeEventListener('pointercancel', stop);
    window.removeEventListener('keydown', key, true);
    show(undefined);
  };
  const up = () => {
    stop();
    if (time) onDropped();
    const { onMove, onNew } = latest.current;
    if (!grip.event) onNew?.(time ?? touched(grip.from), at.x, at.y);
    else if (time && !sameTime(time, grip.event)) onMove(grip.event, time);
  };
  const key = (event: KeyboardEvent) => {
    if (event.code !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onDropped();
    stop();
  };
  frame = requestAnimationFrame(scroll);
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', up);
  window.addEventListener('pointercancel', stop);
  window.addEventListener('keydown', key, true);
  return stop;
}
