/** The contract of the server as the reference shows it: groups of operations, fields, types. */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: (string | number | null)[];
  description?: string;
  properties?: { [name: string]: Schema };
  required?: string[];
  items?: Schema;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  description?: string;
  schema?: Schema;
}

interface Content { [type: string]: { schema?: Schema } }

interface RawOperation {
  summary?: string;
  operationId: string;
  tags?: string[];
  parameters?: Parameter[];
  requestBody?: { content?: Content };
  responses?: { [code: string]: { content?: Content } };
}

export interface OpenApi {
  paths: { [path: string]: { [method: string]: RawOperation } };
  components?: { schemas?: { [name: string]: Schema } };
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  parameters: Parameter[];
  body?: { type: string; schema?: Schema };
  /** The answer when all went well. */
  answer?: { code: string; type?: string; schema?: Schema };
}

export interface Group {
  /** Name of an entity, or of an area of AREAS. */
  key: string;
  operations: Operation[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** What belongs to no entity, by the beginning of its path. */
const AREAS: [RegExp, string][] = [
  [/\/(session|setup)$|\/password$/, 'access'],
  [/\/profile/, 'profile'],
  [/\/files/, 'files'],
  [/\/imports/, 'imports'],
  [/^\/api\//, 'common'],
  [/./, 'service'],
];
const FIRST = ['common', 'access', 'profile', 'imports', 'service'];

/** Follows references; a schema that leads nowhere is left as it is. */
export function resolve(api: OpenApi, schema: Schema | undefined): Schema | undefined {
  const name = schema?.$ref?.split('/').at(-1);
  return name ? (api.components?.schemas?.[name] ?? schema) : schema;
}

function contentOf(content: Content | undefined) {
  const [type, media] = Object.entries(content ?? {})[0] ?? [];
  return type ? { type, schema: media?.schema } : undefined;
}

function operationOf(method: string, path: string, raw: RawOperation): Operation {
  const code = Object.keys(raw.responses ?? {}).find((key) => key.startsWith('2'));
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    summary: raw.summary ?? '',
    parameters: raw.parameters ?? [],
    body: contentOf(raw.requestBody?.content),
    answer: code ? { code, ...contentOf(raw.responses?.[code]?.content) } : undefined,
  };
}

const groupOf = (path: string, tag: string | undefined) =>
  (tag && tag !== 'rapport' ? tag : AREAS.find(([pattern]) => pattern.test(path))![1]);

/** Entities in the given order, then the other entities, then what belongs to none. */
export function groupsOf(api: OpenApi, entities: string[]): Group[] {
  const groups = new Map<string, Operation[]>();
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const method of METHODS) {
      const raw = methods[method];
      if (!raw) continue;
      const key = groupOf(path, raw.tags?.[0]);
      groups.set(key, [...(groups.get(key) ?? []), operationOf(method, path, raw)]);
    }
  }
  const rank = ({ key }: Group) => {
    if (FIRST.includes(key)) return 1000 + FIRST.indexOf(key);
    const at = entities.indexOf(key);
    return at < 0 ? 500 : at;
  };
  return [...groups]
    .map(([key, operations]) => ({ key, operations: operations.sort(byPath) }))
    .sort((a, b) => rank(a) - rank(b));
}

const byPath = (a: Operation, b: Operation) =>
  a.path.localeCompare(b.path) || METHODS.indexOf(a.method.toLowerCase())
    - METHODS.indexOf(b.method.toLowerCase());

/** "string (date) | null", "Link[]": a type as a programmer reads it. */
export function typeText(schema: Schema | undefined): string {
  if (!schema) return '';
  if (schema.$ref) return schema.$ref.split('/').at(-1)!;
  if (schema.enum && !schema.type) return 'string';
  const types = [schema.type ?? 'any'].flat();
  return types.map((type) => {
    if (type === 'array') {
      const item = typeText(schema.items) || 'any';
      return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
    }
    return type === 'string' && schema.format ? `string (${schema.format})` : type;
  }).join(' | ');
}

export interface FieldRow {
  /** "amount.currency", "items[].name". */
  path: string;
  name: string;
  depth: number;
  type: string;
  required: boolean;
  choices: string[];
  schema: Schema;
}

const DEEPEST = 2;

/** Fields of a body, those of objects inside it under them. */
export function fieldsOf(
  api: OpenApi, schema: Schema | undefined, depth = 0, path = '',
): FieldRow[] {
  const whole = resolve(api, schema);
  return Object.entries(whole?.properties ?? {}).flatMap(([name, field]) => {
    const inner = resolve(api, field);
    const list = inner?.items;
    const here = `${path}${name}${list ? '[]' : ''}`;
    const row: FieldRow = {
      path: here,
      name,
      depth,
      type: typeText(field),
      required: whole?.required?.includes(name) ?? false,
      choices: (inner?.enum ?? []).flatMap((choice) => (choice === null ? [] : String(choice))),
      schema: inner ?? field,
    };
    // A link is told once, in the introduction: its three fields would fill the page.
    const told = typeText(list ?? field) === 'Link';
    return depth >= DEEPEST || told
      ? [row] : [row, ...fieldsOf(api, list ?? field, depth + 1, `${here}.`)];
  });
}
