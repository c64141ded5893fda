/** Plain anchors to our own pages (the side bar, values in lists) go through the router. */
import type { MouseEvent, PointerEvent } from 'react';
import { router } from '../router';

export function followLinks(event: MouseEvent) {
  if (event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const anchor = (event.target as Element).closest<HTMLAnchorElement>('a[href^="/"]');
  if (!anchor || anchor.target || anchor.hasAttribute('download')) return;
  const href = anchor.getAttribute('href')!;
  if (href.startsWith('/api/')) return;
  event.preventDefault();
  void router.navigate({ href });
}

/** The pointer comes to an anchor: what its screen consists of is fetched before the click. */
export function preloadLink({ currentTarget }: PointerEvent<HTMLAnchorElement>) {
  // What could not be fetched now is asked for again by the click.
  router.preloadRoute({ to: currentTarget.pathname }).catch(() => {});
}
