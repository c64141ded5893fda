/** From what the server guessed and what the person changed: the map of an import. */
import { choicesOf, fieldOf, type Choice, type Metadata } from '@/shared/api';
import type { FoundColumn, ImportMap, ImportOrder, Preview } from './api';
import type { Draft } from './draft';

/** Field that a column goes to: the person's choice, else the guess; '' when it is left out. */
export function fieldOfColumn(draft: Draft, column: FoundColumn, known: Set<string>): string {
  const chosen = draft.columns[column.name];
  if (chosen !== undefined && (chosen === '' || known.has(chosen))) return chosen;
  return column.field ?? '';
}

export const knownPaths = (preview: Preview) => new Set(preview.fields.map(({ path }) => path));

/** Fields that more than one column goes to. */
export function takenTwice(draft: Draft, preview: Preview): Set<string> {
  const known = knownPaths(preview);
  const count = new Map<string, number>();
  for (const column of preview.columns) {
    const path = fieldOfColumn(draft, column, known);
    if (path) count.set(path, (count.get(path) ?? 0) + 1);
  }
  return new Set([...count].filter(([, times]) => times > 1).map(([path]) => path));
}

/** Required fields of the entity that no column goes to. */
export function missingFields(metadata: Metadata, draft: Draft, preview: Preview) {
  const known = knownPaths(preview);
  const filled = new Set(preview.columns.map(
    (column) => fieldOfColumn(draft, column, known).split('.')[0]));
  return (metadata.entities[preview.entity]?.fields ?? []).filter((field) =>
    field.required && !field.read_only && field.default === undefined && !filled.has(field.name));
}

/** The words that a field takes, when it takes only some. */
export function choicesAt(metadata: Metadata, entity: string, path: string): Choice[] {
  const field = path ? fieldOf(metadata, entity, path) : undefined;
  return field ? choicesOf(metadata, field) : [];
}

/** Different words of a column among those the server has shown. */
export function wordsOf(preview: Preview, column: FoundColumn): string[] {
  const index = preview.columns.indexOf(column);
  const cells = [...column.samples, ...preview.rows.map((row) => row[index] ?? '')];
  return [...new Set(cells.map((cell) => cell.trim()).filter(Boolean))];
}

/** The order for the server. */
export function orderOf(draft: Draft, preview: Preview): ImportOrder {
  const known = knownPaths(preview);
  const columns: ImportMap['columns'] = {};
  const values: ImportMap['values'] = {};
  for (const column of preview.columns) {
    const path = fieldOfColumn(draft, column, known);
    columns[column.name] = path || null;
    const words = Object.entries(draft.values[column.name] ?? {}).filter(([, key]) => key);
    if (path && words.length > 0) values[column.name] = Object.fromEntries(words);
  }
  return {
    file: draft.file.id,
    entity: preview.entity,
    options: draft.options,
    duplicates: draft.duplicates,
    map: {
      columns,
      values,
      defaults: {},
      ...(draft.match.length > 0 && { match: draft.match }),
      create_linked: draft.createLinked,
      ignore_unknown: true,
      date_order: draft.dateOrder ?? preview.profile.date_order,
      decimal: draft.decimal ?? preview.profile.decimal,
    },
  };
}
