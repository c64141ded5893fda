/** Which tabs the related lists of an entity make: one for each kind of record it meets. */
import type { Entity, Metadata, RelatedList } from '@/shared/api';

export interface RelatedGroup {
  /** Name of the tab in the address. */
  key: string;
  label: string;
  lists: RelatedList[];
}

const FILES = 'files';

/** Lists whose records are tasks, calls, meetings or notes share one tab; files have their own. */
export function relatedGroups(metadata: Metadata, entity: Entity): RelatedGroup[] {
  const activities = metadata.areas.find(({ name }) => name === 'activities');
  const groups: RelatedGroup[] = [];
  for (const list of entity.related) {
    const target = metadata.entities[list.entity];
    if (!target || list.entity === FILES) continue;
    const shared = activities?.entities.includes(list.entity) ?? false;
    const key = shared ? 'activities' : list.entity;
    const group = groups.find((each) => each.key === key);
    const label = shared ? activities!.label : target.labels.many;
    if (group) group.lists.push(list);
    else groups.push({ key, label, lists: [list] });
  }
  const order = ({ entity: name }: RelatedList) => activities?.entities.indexOf(name) ?? 0;
  for (const group of groups) {
    const { lists } = group;
    group.lists = lists.toSorted((a, b) =>
      rank(lists, a) - rank(lists, b) || order(a) - order(b));
    if (group.lists.length === 1) group.label = group.lists[0]!.label;
  }
  return groups.sort((a, b) => weight(metadata, entity, a) - weight(metadata, entity, b));
}

/** What people tie to a record, then its own kind, what is done with it, what the server tied. */
function weight(metadata: Metadata, entity: Entity, { key, lists }: RelatedGroup): number {
  if (key === 'activities') return 2;
  const tied = lists.some((list) => {
    const { field } = tieOf(metadata, entity, list);
    const target = metadata.entities[list.entity];
    return !field || !target?.fields.find(({ name }) => name === field)?.read_only;
  });
  if (!tied) return 3;
  return key === entity.name ? 1 : 0;
}

/** 0 for the first list of its entity, 1 for the next, which says more of the same. */
function rank(lists: RelatedList[], list: RelatedList): number {
  return lists.filter(({ entity }) => entity === list.entity).indexOf(list);
}

/** A list beside another of the same entity: of no use while it is empty. */
export const isSecond = (lists: RelatedList[], list: RelatedList) => rank(lists, list) > 0;

export const filesList = (entity: Entity) => entity.related.find((list) => list.entity === FILES);

/** How a record of a list is tied to this one. */
export interface Tie {
  /** The field of the other record that holds the link; none: this record holds it. */
  field?: string;
  /** A set of links, tied and untied one by one. */
  many: boolean;
}

export function tieOf(metadata: Metadata, entity: Entity, list: RelatedList): Tie {
  const own = entity.fields.find(({ name }) => name === list.field);
  if (own?.type === 'links' && own.name === list.name) return { many: true };
  const field = metadata.entities[list.entity]?.fields.find(({ name }) => name === list.field);
  return { field: list.field, many: field?.type === 'links' };
}
