/** Plain anchors to our own pages (values in lists are such) go through the router. */
import type { MouseEvent } from 'react';
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
