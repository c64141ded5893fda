/** What a list shows and how to change it. All of it is in the address. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useMetadata, useSession, type Entity } from '@/shared/api';
import { prepareChange } from '../list/prepare_list';
import { readOpen, type ListSearch } from '../list/search_params';
import { prepareRecord } from '../record/prepare_record';
import { rememberList } from './last_state';
import { useSavedViews } from './saved_views';
import { useChangeSoon } from './use_change_soon';
import {
  baseState,
  isChanged,
  searchOf,
  stateOf,
  type ListState,
  type SavedView,
} from './view_state';
import { forgetLook, useLooksOther } from './widths';

export interface ListControl {
  entity: Entity;
  state: ListState;
  search: ListSearch;
  views: SavedView[];
  view?: SavedView;
  /** The saved view that the address names is known, or known to be gone. */
  ready: boolean;
  /** Differs from the saved view. */
  changed: boolean;
  set: (patch: Partial<ListState>, how?: { replace?: boolean }) => void;
  setSearch: (patch: Partial<ListSearch>, how?: { replace?: boolean }) => void;
  chooseView: (id: string | undefined) => void;
  /** Without filter and search. */
  clearFilter: () => void;
  /** Back to the saved view. */
  reset: () => void;
  /** Shows a record in the drawer; without one closes it. */
  open: (record?: { entity: string; id: string }) => void;
}

const clean = (search: ListSearch): ListSearch =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));

export function useListState(entity: Entity): ListControl {
  const search = useSearch({ from: '/inside/o/$entity' });
  const navigate = useNavigate({ from: '/o/$entity' });
  const metadata = useMetadata();
  const { user } = useSession();
  const { views, known } = useSavedViews(entity.name);
  const view = views.find(({ id }) => id === search.view);
  const base = useMemo(() => baseState(metadata, entity, view), [metadata, entity, view]);
  const state = useMemo(
    () => stateOf(metadata, entity, search, view),
    [metadata, entity, search, view],
  );

  const looksOther = useLooksOther(entity.name, view);

  useEffect(() => rememberList(user.id, entity.name, search), [user.id, entity.name, search]);

  const changeSoon = useChangeSoon();
  // Where the changes lead that are made and not yet shown.
  const ahead = useRef<ListSearch>(undefined);
  useEffect(() => { ahead.current = undefined; }, [search]);
  const setSearch = useCallback<ListControl['setSearch']>(
    (patch, how) => {
      const from = ahead.current ?? search;
      const to = clean({ ...from, ...patch });
      const opened = patch.open && readOpen(patch.open);
      const rows = prepareChange({ metadata, entity, view }, from, to);
      ahead.current = to;
      changeSoon(opened ? prepareRecord(opened) : rows, () => void navigate({
        search: (old) => clean({ ...old, ...patch }),
        replace: how?.replace,
        resetScroll: false,
      }));
    },
    [changeSoon, navigate, metadata, entity, view, search],
  );
  const showView = (id: string | undefined) =>
    changeSoon(undefined, () => void navigate({ search: clean({ view: id }) }));
  const open = useCallback<ListControl['open']>(
    (record) => setSearch({ open: record && `${record.entity}:${record.id}` }),
    [setSearch],
  );

  return {
    entity,
    state,
    search,
    views,
    view,
    setSearch,
    open,
    ready: !search.view || known,
    changed: isChanged(base, state) || looksOther,
    set: (patch, how) => {
      const now = ahead.current ? stateOf(metadata, entity, ahead.current, view) : state;
      setSearch(searchOf(base, { ...now, ...patch }), how);
    },
    clearFilter: () => setSearch({ filter: base.filter && { all: [] }, q: undefined }),
    chooseView: (id) => showView(id),
    reset: () => {
      if (view) forgetLook(entity.name, view.id);
      showView(search.view);
    },
  };
}
