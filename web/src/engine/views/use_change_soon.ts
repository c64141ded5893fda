/**
 * A change waits a moment for what it will show: the screen is drawn once, with it, instead of
 * first without. What is not there by then is waited for on the screen.
 */
import { useCallback, useEffect, useRef } from 'react';
import { soon } from '@/shared/lib/soon';

/** A later change lets the one before it through first; what the person has left stays undone. */
export function useChangeSoon() {
  const held = useRef<() => void>(undefined);
  useEffect(() => () => { held.current = undefined; }, []);
  return useCallback((ready: Promise<unknown> | undefined, change: () => void) => {
    held.current?.();
    if (!ready) return change();
    const once = () => {
      if (held.current !== once) return;
      held.current = undefined;
      change();
    };
    held.current = once;
    void soon(ready).then(once);
  }, []);
}
