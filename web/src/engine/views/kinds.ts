/** The ways a list can be shown: their faces, and which of them suit an entity. */
import {
  IconCalendarMonth, IconLayoutKanban, IconMap2, IconTable, type TablerIcon,
} from '@tabler/icons-react';
import { readMetadata, type Entity } from '@/shared/api';
import { LIST_KINDS, type ListKind } from './kind_names';

export const KIND_ICONS: { [kind in ListKind]: TablerIcon } = {
  table: IconTable, kanban: IconLayoutKanban, calendar: IconCalendarMonth, map: IconMap2,
};

// Kept by the server for every record: no calendar is drawn by them alone.
const STAMPS = ['created_at', 'changed_at'];

/** Own addresses, or, looked at through a link, those of the one record that it leads to. */
const hasPlaces = (fields: Entity['fields'] | undefined) =>
  fields?.some(({ type }) => type === 'address') ?? false;

const FITS: { [kind in ListKind]?: (entity: Entity) => boolean } = {
  table: () => true,
  kanban: ({ board }) => board !== undefined,
  calendar: ({ fields }) => fields.some(({ name, type }) =>
    (type === 'date' || type === 'instant') && !STAMPS.includes(name)),
  map: ({ fields }) => hasPlaces(fields) || fields.some(({ type, to }) =>
    type === 'link' && to?.length === 1 && hasPlaces(readMetadata()?.entities[to[0]!]?.fields)),
};

const fits = (entity: Entity, kind: ListKind) => FITS[kind]?.(entity) === true;

/** The kinds that show something of this entity, in the order of the switch. */
export const kindsOf = (entity: Entity): ListKind[] =>
  LIST_KINDS.filter((kind) => fits(entity, kind));

/** The kind itself where it suits the entity, else a table. */
export const kindFor = (entity: Entity, kind: ListKind | undefined): ListKind =>
  (kind && fits(entity, kind) ? kind : 'table');

/** The one after this in the switch, from the last to the first. */
export function nextKind(entity: Entity, kind: ListKind): ListKind {
  const kinds = kindsOf(entity);
  return kinds[(kinds.indexOf(kind) + 1) % kinds.length]!;
}
