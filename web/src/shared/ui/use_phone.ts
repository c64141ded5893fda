/** True on a narrow screen, where drawers become sheets and tables become cards. */
import { useSyncExternalStore } from 'react';

const query = '(max-width: 767px)';

function subscribe(onChange: () => void) {
  const media = window.matchMedia(query);
  media.addEventListener('change', onChange);
  return () => media.removeEventListener('change', onChange);
}

export const usePhone = () =>
  useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
