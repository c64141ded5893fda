/**
 * What a list shows, made of three layers: the layout of the entity, the saved view, the address.
 * The address holds only what differs from the other two.
 */
import { fieldOf, type Entity, type Filter, type Metadata } from '@/shared/api';
import type { Span } from '../calendar/days';
import type { ListSearch } from '../list/search_params';
import type { ListKind } from './kind_names';
import { kindFor } from './kinds';

/** The "definition" of a record of the entity `views`. */
export interface ViewDefinition {
  filter?: Filter;
  sort?: string;
  columns?: string[];
  /** Fields on the cards of a board. */
  cards?: string[];
  /** Widths of columns in pixels. */
  widths?: { [column: string]: number };
  pipeline?: string;
  /** Field of a calendar or a map, and how much of a calendar is seen at once. */
  by?: string;
  span?: Span;
  /** Measures under the table: "sum:amount". */
  sums?: string[];
  /** How many of the first columns stay in sight while the rest are scrolled aside. */
  fixed?: number;
}

export interface SavedView {
  id: string;
  version?: number;
  name: string;
  kind: ListKind;
  definition: ViewDefinition;
  shared: 'own' | 'team' | 'everyone';
  pinned: boolean;
  /** Nobody changes what it shows until it is unlocked. */
  locked: boolean;
  /** Ids of the roles whose people see it first. */
  defaultFor: string[];
  /** Made by this person. */
  mine: boolean;
}

export interface ListState {
  kind: ListKind;
  filter?: Filter;
  sort: string;
  columns: string[];
  cards: string[];
  pipeline?: string;
  by?: string;
  span?: Span;
  /** More than 1: so many of the first columns stay in sight; else only the one with the name. */
  fixed?: number;
}

const isEmptyFilter = (filter: Filter | undefined) =>
  !filter || ('all' in filter && filter.all.length === 0) || Object.keys(filter).length === 0;

/** What a list shows when the address says nothing. */
export function baseState(metadata: Metadata, entity: Entity, view?: SavedView): ListState {
  const known = (names: string[] | undefined) =>
    (names ?? []).filter((name) => fieldOf(metadata, entity.name, name));
  const either = (names: string[] | undefined, usual: string[]) => {
    const chosen = known(names);
    return chosen.length > 0 ? chosen : known(usual);
  };
  return {
    kind: kindFor(entity, view?.kind),
    filter: isEmptyFilter(view?.definition.filter) ? undefined : view?.definition.filter,
    sort: view?.definition.sort ?? '',
    columns: either(view?.definition.columns, entity.layouts.list),
    cards: either(view?.definition.cards, entity.layouts.card),
    pipeline: view?.definition.pipeline,
    by: view?.definition.by,
    span: view?.definition.span,
    fixed: view?.definition.fixed,
  };
}

/** What a list shows. */
export function stateOf(
  metadata: Metadata,
  entity: Entity,
  search: ListSearch,
  view?: SavedView,
): ListState {
  const base = baseState(metadata, entity, view);
  const either = (names: string[] | undefined, usual: string[]) => {
    const chosen = names?.filter((name) => fieldOf(metadata, entity.name, name)) ?? [];
    return chosen.length > 0 ? chosen : usual;
  };
  return {
    kind: search.kind ? kindFor(entity, search.kind) : base.kind,
    filter:
      search.filter && isEmptyFilter(search.filter) ? undefined : (search.filter ?? base.filter),
    sort: search.sort ?? base.sort,
    columns: either(search.columns, base.columns),
    cards: either(search.cards, base.cards),
    pipeline: search.pipeline ?? base.pipeline,
    by: search.by ?? base.by,
    span: search.span ?? base.span,
    fixed: search.fixed ?? base.fixed,
  };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The address of a list that shows `state`, naming only what differs from `base`. */
export function searchOf(
  base: ListState,
  state: ListState,
): Omit<ListSearch, 'view' | 'q' | 'open'> {
  const filter = isEmptyFilter(state.filter) ? undefined : state.filter;
  return {
    kind: state.kind === base.kind ? undefined : state.kind,
    filter: same(filter, base.filter) ? undefined : (filter ?? { all: [] }),
    sort: state.sort === base.sort ? undefined : state.sort,
    columns: same(state.columns, base.columns) ? undefined : state.columns,
    cards: same(state.cards, base.cards) ? undefined : state.cards,
    pipeline: state.pipeline === base.pipeline ? undefined : state.pipeline,
    by: state.by === base.by ? undefined : state.by,
    span: state.span === base.span ? undefined : state.span,
    fixed: state.fixed === base.fixed ? undefined : state.fixed,
  };
}

/** Whether the list differs from the saved view, or from the layout when there is none. */
export const isChanged = (base: ListState, state: ListState) =>
  Object.values(searchOf(base, state)).some((value) => value !== undefined);

/** What to save of a list. */
export function definitionOf(
  state: ListState,
  widths: { [column: string]: number } | undefined,
  sums: string[] = [],
): ViewDefinition {
  const shown = Object.entries(widths ?? {}).filter(([name]) => state.columns.includes(name));
  return {
    filter: state.filter,
    sort: state.sort || undefined,
    columns: state.columns,
    cards: state.cards,
    pipeline: state.pipeline,
    ...(state.kind === 'calendar' && { by: state.by, span: state.span }),
    ...(state.kind === 'map' && { by: state.by }),
    fixed: state.fixed,
    ...(sums.length > 0 && { sums }),
    ...(shown.length > 0 && { widths: Object.fromEntries(shown) }),
  };
}
