/** The real program on a company of its own: started for a test, ended and removed after it. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

// Tests run in web/.
const program = resolve(process.env.RAPPORT_BIN ?? '../build/rapport');

// Set by tests/postgres/cluster.py: then every company has a database of that cluster.
const cluster = process.env.RAPPORT_TEST_POSTGRES;

export const PASSWORD = 'Zarafshon-2026';

export interface Person {
  email: string;
  name: string;
  role: 'administrator' | 'manager' | 'rep' | 'read_only';
  team?: string;
}

export interface Server {
  url: string;
  /** The folder of the company. */
  data: string;
  /** The address of its database, unless that is in the folder. */
  database?: string;
  /** What the program has written so far. */
  output: () => string;
  stop: () => Promise<void>;
}

export interface Company {
  /** None: the company is set up in the browser. */
  administrator?: string;
  /** Name of the administrator. */
  name?: string;
  people?: Person[];
  language?: 'ru' | 'uz' | 'en';
  /** With believable records. */
  demo?: boolean;
}

const READY_MS = 20_000;

/** Makes the company and serves it on a free port of this machine. */
export async function startServer(company: Company): Promise<Server> {
  if (!existsSync(program)) throw new Error(`${program} is not built; see RAPPORT_BIN`);
  const data = await mkdtemp(join(tmpdir(), 'rapport-e2e-'));
  const source = company.administrator ? await template(company) : undefined;
  if (source) await cp(source, data, { recursive: true });
  await makeDatabase(data, source);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(program, [
    'serve', ...placeOf(data), '--listen', `127.0.0.1:${port}`, '--public-url', url,
  ]);
  let output = '';
  child.stdout.on('data', (text) => { output += text; });
  child.stderr.on('data', (text) => { output += text; });
  const stop = async () => {
    await end(child);
    await rm(data, { recursive: true, force: true });
    if (cluster) await run('dropdb', ['--force', ...connection(cluster), databaseOf(data)]);
  };
  try {
    await untilReady(url, child);
  } catch (error) {
    await stop();
    throw new Error(`the server did not start: ${String(error)}\n${output}`);
  }
  return { url, data, database: addressOf(data), output: () => output, stop };
}

const databaseOf = (data: string) => basename(data).replaceAll('-', '_').toLowerCase();

/** The address of the company's database in the cluster. */
function addressOf(data: string): string | undefined {
  return cluster?.replace(/(?<=\/\/\/)\w+/, databaseOf(data));
}

/** What tells the program where the company is. */
function placeOf(data: string): string[] {
  const address = addressOf(data);
  return ['--data', data, ...(address ? ['--database', address] : [])];
}

function connection(address: string): string[] {
  const { searchParams } = new URL(address);
  return ['-h', searchParams.get('host') ?? '', '-U', searchParams.get('user') ?? ''];
}

/** A new one, or a copy of another company's. */
async function makeDatabase(data: string, source?: string) {
  if (!cluster) return;
  const like = source ? ['-T', databaseOf(source)] : [];
  await run('createdb', [...connection(cluster), ...like, databaseOf(data)]);
}

/** Companies that this process has set up, by what they are: a test gets a copy. */
const templates = new Map<string, Promise<string>>();

const folders: string[] = [];
process.once('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function template(company: Company): Promise<string> {
  const what = JSON.stringify(company);
  const made = templates.get(what) ?? setUp(company);
  templates.set(what, made);
  return made;
}

async function setUp(company: Company): Promise<string> {
  const { administrator, name = 'Алишер Каримов', people = [], language = 'ru', demo } = company;
  const data = await mkdtemp(join(tmpdir(), 'rapport-e2e-company-'));
  folders.push(data);
  await makeDatabase(data);
  await run(program, [
    'init', ...placeOf(data), '--admin-email', administrator!, '--admin-name', name,
    '--admin-password', PASSWORD, '--language', language,
  ]);
  for (const person of people) {
    await run(program, [
      'user', 'add', ...placeOf(data), '--email', person.email, '--name', person.name,
      '--role', person.role, '--password', PASSWORD,
      ...(person.team ? ['--team', person.team] : []),
    ]);
  }
  if (demo) await run(program, ['demo', ...placeOf(data), '--size', 'small']);
  return data;
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => done(port));
    });
  });
}

async function untilReady(url: string, child: ChildProcess) {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('it is not ready in time');
}

async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(forced);
}
