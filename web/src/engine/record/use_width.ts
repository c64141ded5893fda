/** How much room a page has: a drawer is narrow on a wide screen too. */
import { useLayoutEffect, useState, type RefObject } from 'react';

export type Room = 'wide' | 'narrow' | 'phone';

const WIDE = 860;
const PHONE = 560;

export const roomOf = (width: number): Room =>
  (width >= WIDE ? 'wide' : width >= PHONE ? 'narrow' : 'phone');

export function useRoom(ref: RefObject<HTMLElement | null>): Room {
  const [room, setRoom] = useState<Room>(() => roomOf(window.innerWidth));
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
