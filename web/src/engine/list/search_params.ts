/** The state of a list in the address bar: every view of a list is a link one can send. */
import type { Filter } from '@/shared/api';
import type { Span } from '../calendar/days';
import { isKind, type ListKind } from '../views/kind_names';

export interface ListSearch {
  /** Id of a saved view. */
  view?: string;
  kind?: ListKind;
  /** {"all":[]} when a saved view has a filter and this address has none. */
  filter?: Filter;
  /** As the API has it: "-amount,name"; empty when a saved view has an order and this has none. */
  sort?: string;
  columns?: string[];
  /** Fields on the cards of a board. */
  cards?: string[];
  q?: string;
  /** How many of the first columns stay in sight. */
  fixed?: number;
  /** Which pipeline a board shows. */
  pipeline?: string;
  /** Which column of a board a phone shows. */
  column?: string;
  /** By which field a calendar or a map is drawn. */
  by?: string;
  /** How much of a calendar is seen at once, and which day is looked at. */
  span?: Span;
  day?: string;
  /** Record shown in the drawer: "deals:0197…". */
  open?: string;
}

/** Of a list that is opened by its address alone. */
export const isBare = (search: ListSearch) => Object.keys(search).length === 0;

const names = (value: unknown) =>
  (Array.isArray(value) ? value.filter((name) => typeof name === 'string') : undefined);
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const whole = (value: unknown) =>
  (Number.isInteger(value) && (value as number) > 0 ? (value as number) : undefined);

/** Takes what is well-formed and forgets the rest; an old or mistyped link still opens. */
export function readListSearch(search: { [name: string]: unknown }): ListSearch {
  const { kind, filter, span } = search;
  const found: ListSearch = {
    view: text(search.view),
    kind: isKind(kind) ? kind : undefined,
    filter: filter && typeof filter === 'object' ? (filter as Filter) : undefined,
    sort: typeof search.sort === 'string' ? search.sort : undefined,
    columns: names(search.columns),
    cards: names(search.cards),
    // A search for "123" arrives as a number.
    q: typeof search.q === 'number' ? String(search.q) : text(search.q),
    fixed: whole(search.fixed),
    pipeline: text(search.pipeline),
    column: text(search.column),
    by: text(search.by),
    span: span === 'day' || span === 'week' || span === 'month' ? span : undefined,
    day: text(search.day),
    open: text(search.open),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** The record that "deals:0197…" names. */
export function readOpen(open: string | undefined): { entity: string; id: string } | undefined {
  const [, entity, id] = /^([a-z0-9_]+):([0-9a-f-]+)$/i.exec(open ?? '') ?? [];
  return entity && id ? { entity, id } : undefined;
}
