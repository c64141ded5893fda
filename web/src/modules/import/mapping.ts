/** From what the server guessed and what the person changed: the map of an import. */
import type { Metadata } from '@/shared/api';
import type {
  FoundColumn, ImportMap, ImportOrder, ListedColumn, ListedWord, Preview,
} from './api';
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

/** What a word of a column becomes; '' is nothing, undefined: nobody has said yet. */
export function meaningOf(draft: Draft, column: ListedColumn, word: ListedWord) {
  const chosen = draft.values[column.column]?.[word.word];
  const known = chosen === '' || column.choices.some(({ value }) => value === chosen);
  return chosen !== undefined && known ? chosen : word.value ?? undefined;
}

export const unansweredOf = (draft: Draft, column: ListedColumn) =>
  column.words.filter((word) => meaningOf(draft, column, word) === undefined);

/** Whether a person should look at what the words of a column are taken for. */
export const isDoubtful = (column: ListedColumn) =>
  column.more || column.words.some(({ certain }) => !certain);

/** The order for the server. */
export function orderOf(
  draft: Draft, preview: Preview, listed: ListedColumn[] = [],
): ImportOrder {
  const known = knownPaths(preview);
  const columns: ImportMap['columns'] = {};
  const values: ImportMap['values'] = {};
  for (const column of preview.columns) {
    const path = fieldOfColumn(draft, column, known);
    columns[column.name] = path || null;
  }
  for (const column of listed) {
    const words = column.words
      .map((word) => [word.word, meaningOf(draft, column, word)] as const)
      .filter((pair): pair is readonly [string, string] => pair[1] !== undefined);
    if (words.length > 0) values[column.column] = Object.fromEntries(words);
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
