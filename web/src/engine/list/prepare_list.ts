/** What a list shows first, read before it is drawn: so that its first picture has rows. */
import { keys, queryClient, readMetadata, type Session } from '@/shared/api';
import { prepareWindow } from '@/shared/api/windows';
import { lastList } from '../views/last_state';
import { firstSearch, readViews } from '../views/saved_views';
import { stateOf } from '../views/view_state';
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
  const state = stateOf(metadata, entity, shown, view);
  await Promise.all([
    reading, state.kind === 'table' && prepareWindow(name, listQuery(entity, state, shown.q)),
  ]);
}

/** Ends when it is read, or after a moment: then the list shows its outline first. Never throws. */
export function prepareList(name: string, search: ListSearch): Promise<void> {
  const late = new Promise<void>((done) => { setTimeout(done, MOST_MS); });
  // What could not be read is asked for again, and its error shown, by the list.
  return Promise.race([prepare(name, search).catch(() => {}), late]);
}
