/** The state of a list in the address bar: every view of a list is a link one can send. */
import type { Filter } from '@/shared/api';

export interface ListSearch {
  /** Id of a saved view. */
  view?: string;
  kind?: 'table' | 'kanban';
  filter?: Filter;
  /** As the API has it: "-amount,name". */
  sort?: string;
  columns?: string[];
  q?: string;
  /** Record shown in the drawer: "deals:0197…". */
  open?: string;
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** Takes what is well-formed and forgets the rest; an old or mistyped link still opens. */
export function readListSearch(search: { [name: string]: unknown }): ListSearch {
  const { kind, filter, columns } = search;
  const found: ListSearch = {
    view: text(search.view),
    kind: kind === 'table' || kind === 'kanban' ? kind : undefined,
    filter: filter && typeof filter === 'object' ? (filter as Filter) : undefined,
    sort: text(search.sort),
    columns: Array.isArray(columns)
      ? columns.filter((name) => typeof name === 'string') : undefined,
    // A search for "123" arrives as a number.
    q: typeof search.q === 'number' ? String(search.q) : text(search.q),
    open: text(search.open),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
