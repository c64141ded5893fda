/** What a list shows first, read before it is drawn: so that its first picture has rows. */
import {
  keys, queryClient, readMetadata, type Entity, type ListQuery, type Metadata, type Session,
} from '@/shared/api';
import { prepareWindow } from '@/shared/api/windows';
import { soon } from '@/shared/lib/soon';
import { lastList } from '../views/last_state';
import { firstSearch, readViews } from '../views/saved_views';
import { stateOf, type SavedView } from '../views/view_state';
import { listQuery } from './list_query';
import { isBare, type ListSearch } from './search_params';

/** As long as a person takes what waits for this for one act. */
const MOST_MS = 150;

async function prepare(name: string, search: ListSearch) {
  const metadata = readMetadata();
  const entity = metadata?.entities[name];
  const user = queryClient.getQueryData<Session | null>(keys.session)?.user;
  if (!metadata || !entity || !user) return;
  const reading = metadata.entities.views ? readViews(name, user.id) : Promise.resolve([]);
  const last = isBare(search) ? lastList(user.id, name) : search;
  const shown = last ?? firstSearch(await reading, user.role.id);
  const view = shown.view ? (await reading).find(({ id }) => id === shown.view) : undefined;
  const query = queryOf({ metadata, entity, view }, shown);
  await Promise.all([reading, query && prepareWindow(name, query)]);
}

interface Shown {
  metadata: Metadata;
  entity: Entity;
  view: SavedView | undefined;
}

/** What the rows of an address are asked for with; none: it does not show rows. */
function queryOf({ metadata, entity, view }: Shown, search: ListSearch): ListQuery | undefined {
  const state = stateOf(metadata, entity, search, view);
  return state.kind === 'table' ? listQuery(entity, state, search.q) : undefined;
}

/**
 * Another order or filter of a list that is shown: its rows are asked for at once. Ends when they
 * are there; none: the rows stay.
 */
export function prepareChange(shown: Shown, from: ListSearch, to: ListSearch) {
  const [before, after] = [queryOf(shown, from), queryOf(shown, to)];
  return after && JSON.stringify(after) !== JSON.stringify(before)
    ? prepareWindow(shown.entity.name, after) : undefined;
}

/** Ends when it is read, or after a moment: then the list shows its outline first. Never throws. */
export function prepareList(name: string, search: ListSearch): Promise<void> {
  // What could not be read is asked for again, and its error shown, by the list.
  return soon(prepare(name, search), MOST_MS);
}
