/** Saved views of an entity: the person's own, those of the team, those of everyone. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import {
  createRecord, fetchPage, keys, queryClient, saveRecord, useMetadata, useSession,
  type CrmRecord, type Filter, type LinkValue,
} from '@/shared/api';
import type { ListSearch } from '../list/search_params';
import { isKind } from './kind_names';
import type { SavedView, ViewDefinition } from './view_state';

const visible = (entity: string): Filter => ({
  all: [
    { field: 'entity', op: 'eq', value: entity },
    { any: [
      { field: 'owner', op: 'eq', value: 'me' },
      { field: 'shared', op: 'eq', value: 'everyone' },
      { all: [
        { field: 'shared', op: 'eq', value: 'team' },
        { field: 'team', op: 'in', value: ['my_teams'] },
      ] },
    ] },
  ],
});

const viewsQuery = (entity: string) => queryOptions({
  queryKey: [...keys.lists('views'), entity],
  staleTime: 5 * 60_000,
  queryFn: async ({ signal }) => {
    const query = { filter: visible(entity), sort: 'position,name', limit: 200 };
    return (await fetchPage('views', query, null, signal)).items;
  },
});

function viewOf(record: CrmRecord, user: string): SavedView {
  const definition = record.definition;
  return {
    id: record.id,
    version: record.version,
    name: String(record.name ?? ''),
    kind: isKind(record.kind) ? record.kind : 'table',
    definition: definition && typeof definition === 'object' ? (definition as ViewDefinition) : {},
    shared: (record.shared as SavedView['shared'] | null) ?? 'own',
    pinned: record.pinned === true,
    locked: record.locked === true,
    defaultFor: ((record.default_for as LinkValue[] | null) ?? []).map(({ id }) => id),
    mine: (record.owner as LinkValue | null)?.id === user,
  };
}

const viewsOf = (records: CrmRecord[] | undefined, user: string) =>
  (records ?? []).map((record) => viewOf(record, user));

/** The same for code outside components. Throws ApiError. */
export const readViews = async (entity: string, user: string): Promise<SavedView[]> =>
  viewsOf(await queryClient.ensureQueryData(viewsQuery(entity)), user);

/** The views, and whether they are known yet. */
export function useSavedViews(entity: string): { views: SavedView[]; known: boolean } {
  const { user } = useSession();
  const exists = useMetadata().entities.views !== undefined;
  const { data, isPending } = useQuery({ ...viewsQuery(entity), enabled: exists });
  return {
    views: viewsOf(data, user.id),
    known: !exists || !isPending,
  };
}

/** What people of a role see first: a view that was made for it, of those for everyone. */
export function firstSearch(views: SavedView[], role: string): ListSearch {
  const view = views.find((each) => each.shared === 'everyone' && each.defaultFor.includes(role));
  return view ? { view: view.id } : {};
}

export interface NewView extends Pick<SavedView, 'kind' | 'definition'> {
  entity: string;
  name: string;
  shared: SavedView['shared'];
  pinned: boolean;
  /** Links to roles. */
  default_for?: LinkValue[] | null;
  position: number;
}

const readAgain = () => queryClient.invalidateQueries({ queryKey: keys.lists('views') });

/** Answers when the new view is among those of the list. */
export async function createView(view: NewView): Promise<string> {
  const record = await createRecord('views', { values: { ...view } });
  await readAgain();
  return record.id;
}

export async function changeView(id: string, changes: { [field: string]: unknown }) {
  await saveRecord('views', { id, changes });
  await readAgain();
}
