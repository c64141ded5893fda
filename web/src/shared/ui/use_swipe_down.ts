import { useRef, type TouchEvent } from 'react';

const FAR_PX = 96;
const FLICK_PX_PER_MS = 0.5;

/**
 * For the head of a sheet on a phone: the sheet follows the finger down, and closes when it is let
 * go far enough or with a flick. The closing button and Esc do the same without a gesture.
 */
export function useSwipeDown(onClose: () => void) {
  const start = useRef<{ y: number; at: number } | null>(null);
  const panel = (event: TouchEvent<HTMLElement>) =>
    event.currentTarget.closest<HTMLElement>('[role="dialog"]');
  const move = (sheet: HTMLElement | null, by: number, eased: boolean) => {
    if (!sheet) return;
    sheet.style.transition = eased ? 'transform 140ms' : 'none';
    sheet.style.transform = by > 0 ? `translateY(${by}px)` : '';
  };
  const way = (event: TouchEvent<HTMLElement>) =>
    Math.max(0, (event.changedTouches[0]?.clientY ?? 0) - (start.current?.y ?? 0));
  return {
    onTouchStart: (event: TouchEvent<HTMLElement>) => {
      const touch = event.touches.length === 1 ? event.touches[0] : undefined;
      start.current = touch ? { y: touch.clientY, at: event.timeStamp } : null;
    },
    onTouchMove: (event: TouchEvent<HTMLElement>) => {
      if (start.current) move(panel(event), way(event), false);
    },
    onTouchEnd: (event: TouchEvent<HTMLElement>) => {
      if (!start.current) return;
      const by = way(event);
      const speed = by / Math.max(1, event.timeStamp - start.current.at);
      start.current = null;
      if (by > FAR_PX || (by > 24 && speed > FLICK_PX_PER_MS)) onClose();
      else move(panel(event), 0, true);
    },
    onTouchCancel: (event: TouchEvent<HTMLElement>) => {
      start.current = null;
      move(panel(event), 0, true);
    },
  };
}
