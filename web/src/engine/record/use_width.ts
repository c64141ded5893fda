/** How much room a page has: a drawer is narrow on a wide screen too. */
import { useLayoutEffect, useState, type RefObject } from 'react';

export type Room = 'wide' | 'narrow' | 'phone';

const WIDE = 860;
const PHONE = 560;

export const roomOf = (width: number): Room =>
  (width >= WIDE ? 'wide' : width >= PHONE ? 'narrow' : 'phone');

/** As wide as --drawer in tokens.css. */
const DRAWER = 640;

export function useRoom(ref: RefObject<HTMLElement | null>, drawer: boolean): Room {
  // A wrong guess would draw the whole page twice.
  const [room, setRoom] = useState<Room>(
    () => roomOf(drawer ? Math.min(DRAWER, window.innerWidth) : window.innerWidth));
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const measure = () => setRoom(roomOf(element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return room;
}
