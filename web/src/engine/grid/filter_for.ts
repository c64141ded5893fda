/** The condition that a value of a cell stands for: "only such", "all but such". */
import { isEmpty } from '@/engine/fields';
import type { Field, Filter, LinkValue } from '@/shared/api';
import { questionsOf } from '../filters/operators';

const idOf = (value: unknown) =>
  (value && typeof value === 'object' ? (value as LinkValue).id : value);

/**
 * Records whose field `path` has this value, or has none where it is empty. Undefined where no
 * such question can be asked.
 */
export function filterFor(field: Field, path: string, value: unknown): Filter | undefined {
  const questions = questionsOf(field);
  if (!questions) return undefined;
  if (isEmpty(value)) {
    return questions === 'boolean' ? undefined : { field: path, op: 'empty' };
  }
  switch (questions) {
    case 'choice':
    case 'link':
    case 'tags': {
      const ids = (Array.isArray(value) ? value : [value]).map(idOf);
      return { field: path, op: 'in', value: ids };
    }
    case 'text':
    case 'boolean':
      return { field: path, op: 'eq', value };
    case 'number':
      return field.type === 'money' ? undefined : { field: path, op: 'eq', value };
    case 'date':
      return field.type === 'date' ? { field: path, op: 'eq', value } : undefined;
    default:
      return undefined;
  }
}
