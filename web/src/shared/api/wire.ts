/** Turns values as they are read and shown into values as they are written. */
import type { Entity, Field, LinkValue } from './types';

const idOf = (value: unknown) =>
  value && typeof value === 'object' ? (value as LinkValue).id : value;

/** One value in the form the server takes: a link becomes its id. */
export function toWire(field: Field | undefined, value: unknown): unknown {
  if (value === undefined || value === '') return null;
  switch (field?.type) {
    case 'link':
      if (value && typeof value === 'object' && (field.to?.length ?? 0) > 1) {
        const { entity, id } = value as LinkValue;
        return { entity, id };
      }
      return idOf(value);
    case 'user':
    case 'team':
    case 'file':
      return idOf(value);
    case 'links':
      return Array.isArray(value) ? value.map(idOf) : value;
    default:
      return value;
  }
}

/** A set of changes, or a whole new record, in the form the server takes. */
export function changesToWire(entity: Entity | undefined, changes: { [field: string]: unknown }) {
  const types = new Map(entity?.fields.map((field) => [field.name, field]));
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => [name, toWire(types.get(name), value)]));
}
