/**
 * Floating panels that are not there before they are opened first: closed ones, of which a screen
 * has many, would cost more than what the screen shows.
 */
import { useLayoutEffect, useState, type RefCallback, type RefObject } from 'react';

/**
 * Whether the panel is to be there at all, and whether it shows. Mantine's remember what had the
 * focus when they go from closed to open; so the first time too it is there closed for a moment.
 */
export function useLate(opened: boolean) {
  const [wanted, setWanted] = useState(opened);
  const [shown, setShown] = useState(false);
  if (opened && !wanted) setWanted(true);
  useLayoutEffect(() => setShown(opened), [opened]);
  return { wanted, shown };
}

interface AnchoredProps {
  to: RefObject<HTMLElement | null>;
  /** Given by the `Target`. */
  ref?: RefCallback<HTMLElement>;
}

/** In the `Target` of a panel: it is placed at an element that is elsewhere already. */
export function Anchored({ to, ref }: AnchoredProps) {
  useLayoutEffect(() => {
    ref?.(to.current);
    return () => {
      ref?.(null);
    };
  }, [to, ref]);
  return null;
}
