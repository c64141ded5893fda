/** Which fields of an entity say when its records happen. */
import { useMemo } from 'react';
import {
  canCreate, stageOf, useMetadata, type Color, type CrmRecord, type Entity, type Field, type Filter,
  type Metadata,
} from '@/shared/api';
import type { Source } from './events';

// Kept by the server for every record, and days that come back each year.
const UNFIT = ['created_at', 'changed_at', 'birthday'];
const TOLD = [
  'status', 'priority', 'stage', 'pipeline', 'related', 'account', 'contact', 'owner', 'last_name',
  'first_name', 'middle_name', 'name', 'subject',
];

const fieldNamed = (entity: Entity, name: string) =>
  entity.fields.find((field) => field.name === name);

/** Date fields that a calendar of the entity can be drawn by; those people fill in come first. */
export function dateFields(entity: Entity): Field[] {
  const fields = entity.fields.filter(({ name, type, sortable }) =>
    (type === 'date' || type === 'instant') && sortable !== false && !UNFIT.includes(name)
    // An end is seen as the end of what begins.
    && !(name === 'ends_at' && fieldNamed(entity, 'starts_at')));
  return fields.sort((a, b) => Number(a.read_only ?? false) - Number(b.read_only ?? false));
}

/** The date field that the layouts of the entity name first. */
export function usualDateField(entity: Entity): Field | undefined {
  const fields = dateFields(entity);
  const { card, list, highlights } = entity.layouts;
  const shown = [...card, ...list, ...highlights];
  return fields.find(({ name, read_only: fixed }) => shown.includes(name) && !fixed) ?? fields[0];
}

/** The colour of the stage or status that a record is at. */
function colorsOf(metadata: Metadata, entity: Entity) {
  const field = entity.board ? fieldNamed(entity, entity.board.field) : undefined;
  if (!field) return undefined;
  const colors = new Map(field.choices?.map(({ key, color }) => [key, color]));
  return (record: CrmRecord): Color | undefined => {
    const key = String(record[field.name] ?? '');
    return field.type === 'stage' ? stageOf(metadata, key, record)?.color : colors.get(key);
  };
}

/** Events of an entity by one of its date fields. */
export function sourceOf(metadata: Metadata, entity: Entity, by: Field): Source {
  const has = (name: string) => (fieldNamed(entity, name) ? name : undefined);
  const timed = has('starts_at') && has('ends_at');
  const source: Source = {
    entity, start: by.name, dates: by.type === 'date',
    movable: entity.rights.update && !by.read_only, fields: [], colorOf: colorsOf(metadata, entity),
  };
  if (timed && (by.name === 'starts_at' || by.name === 'due_at')) {
    source.start = 'starts_at';
    source.end = 'ends_at';
    source.allDay = has('all_day');
    if (by.name === 'due_at') source.due = 'due_at';
  }
  const wanted = [
    'id', 'version', entity.title, source.start, source.end, source.due, source.allDay, ...TOLD,
  ];
  const known = new Set(['id', 'version', ...entity.fields.map(({ name }) => name)]);
  source.fields = [...new Set(wanted)].filter((name): name is string =>
    name !== undefined && known.has(name));
  return source;
}

/** May be made by drawing over an empty place. */
export const canDraw = (source: Source) => {
  const field = fieldNamed(source.entity, source.start);
  return canCreate(source.entity) && field !== undefined && !field.read_only;
};

/** By which field each kind of activity is seen; the names are those of the public contract. */
const ACTIVITIES: { [entity: string]: string } = {
  tasks: 'due_at', calls: 'starts_at', meetings: 'starts_at',
};

/** Tasks, calls and meetings as one calendar, each with a filter of its own. */
export function activitySources(
  metadata: Metadata, filterOf: (entity: Entity) => Filter,
): Source[] {
  return Object.entries(ACTIVITIES).flatMap(([name, by]) => {
    const entity = metadata.entities[name];
    const field = entity?.fields.find((one) => one.name === by);
    if (!entity || !field) return [];
    return [{
      ...sourceOf(metadata, entity, field), filter: filterOf(entity), colorOf: undefined,
    }];
  });
}

/** What a person does or takes part in, but for what was called off. */
export function activitiesOf(entity: Entity, person: string): Filter {
  const alive: Filter = { not: { field: 'status', op: 'eq', value: 'cancelled' } };
  const own: Filter = { field: 'owner', op: 'eq', value: person };
  const joins = entity.fields.some(({ name }) => name === 'participants');
  return { all: [alive, joins
    ? { any: [own, { field: 'participants', op: 'in', value: [person] }] } : own] };
}

export function useOwnActivities(): Source[] {
  const metadata = useMetadata();
  return useMemo(
    () => activitySources(metadata, (entity) => activitiesOf(entity, 'me')), [metadata]);
}
