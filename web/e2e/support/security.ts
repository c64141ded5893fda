/** What journeys of signing in need besides a page: an authenticator's codes, time gone by. */
import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Server } from './server';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytesOf(secret: string) {
  const bits = [...secret.replaceAll(' ', '')]
    .map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

/** Six digits (RFC 6238), `later` half minutes from now. */
export function oneTimeCode(secret: string, later = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const at = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** As if everybody had signed in an hour ago; the server believes its memory for a second. */
export async function makeSessionsOld(server: Server) {
  const change = 'UPDATE access_sessions SET confirmed_at = confirmed_at - 3600000000';
  const [program, ...words] = server.database
    ? ['psql', '-Xq', '-d', server.database, '-c', change]
    : ['sqlite3', '-cmd', '.timeout 5000', join(server.data, 'rapport.db'), change];
  await promisify(execFile)(program!, words);
  await new Promise((done) => setTimeout(done, 1_200));
}
