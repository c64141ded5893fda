/** Columns of a table: fields or fields of linked records, with widths. */
import { fieldType } from '@/engine/fields';
import { fieldOf, type Entity, type Field, type Metadata } from '@/shared/api';

export interface Column {
  /** "amount", or "account.industry" of a linked record. */
  path: string;
  field: Field;
  width: number;
  right: boolean;
  sortable: boolean;
  editable: boolean;
  /** Names the record: opens it. */
  title: boolean;
}

export const LEAST_WIDTH = 64;
/** The box before the first column, and the least room after the last. */
export const CHECK_WIDTH = 36;
export const REST_WIDTH = 40;
const TITLE_WIDTH = 280;
const FIXED = ['autonumber', 'file', 'json'];

/** A value of the record itself that this person may type. */
const isEditable = (entity: Entity, field: Field, path: string) =>
  entity.rights.update && !field.read_only && !path.includes('.') && !FIXED.includes(field.type);

export function columnsOf(
  metadata: Metadata, entity: Entity, paths: string[], widths: { [column: string]: number },
): Column[] {
  const title = paths.includes(entity.title) ? entity.title : paths[0];
  return paths.flatMap((path): Column[] => {
    const field = fieldOf(metadata, entity.name, path);
    if (!field) return [];
    const type = fieldType(field.type);
    return [{
      path, field,
      width: widths[path] ?? (path === title ? TITLE_WIDTH : type.width),
      right: type.align === 'right',
      sortable: field.sortable === true,
      editable: isEditable(entity, field, path),
      title: path === title,
    }];
  });
}

const ALWAYS = ['id', 'version', 'owner', 'pipeline', 'next_activity_at'];

/** What a list asks the server for: what it shows, and what it needs to name and change records. */
export function fieldsToAsk(entity: Entity, paths: string[]): string[] {
  const has = (name: string) => entity.fields.some((field) => field.name === name);
  const needed = [...ALWAYS, entity.title, entity.board?.field ?? ''].filter(has);
  return [...new Set([...needed, ...paths])];
}

/** The path moved to stand before another one, or last. */
export function moved(paths: string[], path: string, before: string | undefined): string[] {
  if (path === before) return paths;
  const rest = paths.filter((other) => other !== path);
  const place = before === undefined ? rest.length : rest.indexOf(before);
  return rest.toSpliced(place < 0 ? rest.length : place, 0, path);
}
