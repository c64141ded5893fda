/** How a person looks at related lists: the condition and the order, remembered in the browser. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { useSession, type Filter, type LinkValue, type RelatedList } from '@/shared/api';

export interface Look {
  filter?: Filter;
  /** As the API has it: "-amount,name". */
  sort?: string;
}

const useLooks = create<{ looks: { [list: string]: Look } }>()(
  persist<{ looks: { [list: string]: Look } }>(() => ({ looks: {} }), { name: 'related' }));

const NONE: Look = {};

/** The look of this list on all records of the entity, and how to change it. */
export function useLook(entity: string, list: RelatedList) {
  const { user } = useSession();
  const key = `${user.id}:${entity}.${list.name}`;
  const look = useLooks(({ looks }) => looks[key] ?? NONE);
  const setLook = (next: Look) => useLooks.setState(({ looks }) => {
    const { [key]: _old, ...others } = looks;
    return { looks: next.filter || next.sort ? { ...others, [key]: next } : others };
  });
  return [look, setLook] as const;
}

/** What the whole list of the other entity is asked for, to show what this related list shows. */
export function wholeList(of: Pick<LinkValue, 'id'>, list: RelatedList, { filter, sort }: Look) {
  const tied: Filter = { field: list.field, op: 'in', value: [of.id] };
  const more = filter ? ('all' in filter ? filter.all : [filter]) : [];
  return { filter: { all: [tied, ...more] }, ...(sort && { sort }) };
}
