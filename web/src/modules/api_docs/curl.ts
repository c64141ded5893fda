/** A request one can copy into a terminal: of an operation, with values that are believable. */
import { resolve, type OpenApi, type Operation, type Schema } from './openapi';

// What the server fills in by itself, or what needs another record first.
const SKIPPED = ['id', 'external_id', 'owner', 'team', 'tags', 'version'];
const MOST = 4;

function sample(api: OpenApi, name: string, schema: Schema | undefined): unknown {
  const whole = resolve(api, schema);
  const type = [whole?.type ?? 'string'].flat()[0];
  const choice = whole?.enum?.find((value) => value !== null);
  if (choice !== undefined) return choice;
  if (whole?.properties?.amount) return { amount: '1500000', currency: 'UZS' };
  if (whole?.format === 'date') return '2026-12-01';
  if (whole?.format === 'date-time') return '2026-12-01T09:00:00Z';
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return true;
  if (type === 'array' || type === 'object') return undefined;
  return /name|subject|title/.test(name) ? 'Acme' : 'text';
}

/** Some fields of a body: the wanted ones first. */
export function sampleBody(api: OpenApi, schema: Schema | undefined, wanted: string[]) {
  const fields = resolve(api, schema)?.properties ?? {};
  const names = [...wanted, ...Object.keys(fields)].filter(
    (name, at, all) => fields[name] && !SKIPPED.includes(name) && all.indexOf(name) === at);
  const body: { [name: string]: unknown } = {};
  for (const name of names) {
    // A link is an object or an id of a record that the reader does not have yet.
    if ([fields[name]!.type ?? ''].flat().includes('object')) continue;
    const value = sample(api, name, fields[name]);
    if (value !== undefined) body[name] = value;
    if (Object.keys(body).length >= MOST) break;
  }
  return body;
}

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

export function curlOf(api: OpenApi, operation: Operation, origin: string, wanted: string[] = []) {
  const { method, path, body, parameters } = operation;
  const query = parameters.some(({ name }) => name === 'limit') ? '?limit=10' : '';
  const address = origin + path.replace(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase());
  const lines = [`curl ${method === 'GET' ? '' : `-X ${method} `}${quoted(address + query)}`];
  lines.push(`-H ${quoted('Authorization: Bearer YOUR_KEY')}`);
  if (body) lines.push(`-H ${quoted(`Content-Type: ${body.type}`)}`);
  if (body?.type === 'application/json') {
    lines.push(`-d ${quoted(JSON.stringify(sampleBody(api, body.schema, wanted)))}`);
  } else if (body) {
    lines.push('--data-binary @file.pdf');
  }
  return lines.join(' \\\n  ');
}
