/**
 * The screens that are neither a list nor a record: the one list of which the side bar, the
 * phone's menu and the palette show parts.
 */
import {
  IconApi, IconCalendar, IconCopyCheck, IconEyeSearch, IconFileImport, IconFingerprint, IconHome,
  IconMap2, IconShare, IconShieldLock, IconTrash, IconUserCircle, IconUsers, IconUsersGroup,
  IconWebhook,
} from '@tabler/icons-react';
import { canCreate, isAdministrator, useMetadata, useSession } from '@/shared/api';

// `word` is one of common:nav. Settings are the administrators'; what makes records is shown to who
// may make some.
const PLACES = [
  { to: '/', word: 'home', Icon: IconHome, part: 'start' },
  { to: '/calendar', word: 'calendar', Icon: IconCalendar, part: 'start' },
  { to: '/import', word: 'import', Icon: IconFileImport, part: 'service', creates: true },
  { to: '/duplicates', word: 'duplicates', Icon: IconCopyCheck, part: 'service' },
  { to: '/bin', word: 'bin', Icon: IconTrash, part: 'service' },
  { to: '/profile', word: 'profile', Icon: IconUserCircle, part: 'account' },
  { to: '/docs', word: 'apiDocs', Icon: IconApi, part: 'account' },
  { to: '/settings/users', word: 'users', Icon: IconUsers, part: 'settings' },
  { to: '/settings/teams', word: 'teams', Icon: IconUsersGroup, part: 'settings' },
  { to: '/settings/roles', word: 'roles', Icon: IconShieldLock, part: 'settings' },
  { to: '/settings/territories', word: 'territories', Icon: IconMap2, part: 'settings' },
  { to: '/settings/sharing', word: 'sharing', Icon: IconShare, part: 'settings' },
  { to: '/settings/sign-in', word: 'signIn', Icon: IconFingerprint, part: 'settings' },
  { to: '/settings/audit', word: 'audit', Icon: IconEyeSearch, part: 'settings' },
  { to: '/settings/webhooks', word: 'webhooks', Icon: IconWebhook, part: 'settings' },
] as const;

export type Place = (typeof PLACES)[number];
export type PlacePart = Place['part'];

/** Those of some parts, in the order of the list, that the person may go to. */
export function usePlaces(...parts: PlacePart[]): Place[] {
  const administers = isAdministrator(useSession());
  const { entities } = useMetadata();
  const creates = Object.values(entities).some(canCreate);
  return PLACES.filter((place) => parts.includes(place.part)
    && (place.part !== 'settings' || administers) && (!('creates' in place) || creates));
}
