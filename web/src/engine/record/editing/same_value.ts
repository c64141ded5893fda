/** Whether two values of a field mean the same: a link is its id, money its number and currency. */
import { isEmpty } from '@/engine/fields';

type Thing = { [member: string]: unknown };

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function essence(value: unknown): unknown {
  if (isEmpty(value)) return null;
  if (Array.isArray(value)) return value.map(essence);
  if (!isThing(value)) return value;
  if ('id' in value) return value.id;
  if ('amount' in value) return [Number(value.amount), value.currency];
  return Object.entries(value)
    .filter(([, part]) => !isEmpty(part))
    .sort(([a], [b]) => a.localeCompare(b));
}

export const sameValue = (a: unknown, b: unknown) =>
  JSON.stringify(essence(a)) === JSON.stringify(essence(b));
