/** A merged record takes what the kept one lacks; only other choices are sent. */
import { expect, it } from 'vitest';
import type { Entity } from '@/shared/api';
import { chosenFields, isChoosable, mergeRows } from './choice';

const contacts = {
  fields: [
    { name: 'name', type: 'text', read_only: true }, { name: 'job', type: 'text' },
    { name: 'city', type: 'text' }, { name: 'email', type: 'email' },
    { name: 'emails', type: 'emails' }, { name: 'tags', type: 'tags' },
    { name: 'owner', type: 'user' },
  ],
  layouts: { detail: [{ rows: [['name', 'job'], ['city', 'email', 'emails']] }] },
} as unknown as Entity;

const records = [
  { id: 'a', job: null, city: 'Ташкент', emails: [{ value: 'a@x.uz' }], owner: { id: 'u' } },
  { id: 'b', job: 'Юрист', city: 'Самарканд', emails: [{ value: 'b@x.uz' }], owner: { id: 'u' } },
];

const rows = mergeRows(contacts, records, 'a');
const row = (name: string) => rows.find(({ field }) => field.name === name)!;

it('compares what can be written, each once', () => {
  expect(rows.map(({ field }) => field.name)).toEqual(['job', 'city', 'emails', 'owner', 'tags']);
  expect(['job', 'city', 'emails', 'owner', 'tags'].map((name) => row(name).kind))
    .toEqual(['filled', 'differs', 'joined', 'same', 'same']);
});

it('keeps the value of the record that stays, and fills its gaps', () => {
  expect([row('job').usual, row('city').usual]).toEqual(['b', 'a']);
  expect(mergeRows(contacts, records, 'b').map(({ usual }) => usual).slice(0, 2))
    .toEqual(['b', 'b']);
});

it('sends only what was chosen otherwise; of a joined list which comes first', () => {
  expect(chosenFields(rows, { job: 'b', city: 'a' })).toEqual({});
  expect(chosenFields(rows, { job: 'a', city: 'b', emails: 'b', owner: 'b' }))
    .toEqual({ job: 'a', city: 'b', email: 'b' });
  expect([isChoosable(row('emails')), isChoosable(row('tags'))]).toEqual([true, false]);
});
