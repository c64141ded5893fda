/** What a move of many cards asks for and writes. */
import { expect, it } from 'vitest';
import type { CrmRecord, Entity, Field, Metadata } from '@/shared/api';
import { changesOfMove, missingIn } from './moving';

const field = { name: 'stage', type: 'stage', label: '' } as Field;
const entity = {
  name: 'deals',
  fields: ['stage', 'loss_reason', 'amount'].map((name) => ({ name, type: 'text', label: name })),
} as unknown as Entity;
const stage = (key: string, kind: string, required: string[]) =>
  ({ key, kind, required, label: key, color: 'gray', probability: 0 });
const metadata = {
  pipelines: [{
    id: 'p', name: 'p', default: true,
    stages: [stage('new', 'open', []), stage('lost', 'lost', ['amount'])],
  }],
} as unknown as Metadata;
const records = [
  { id: 'a', stage: 'new', loss_reason: 'price' },
  { id: 'b', stage: 'new', amount: '5' },
  { id: 'c', stage: 'lost' },
] as unknown as CrmRecord[];

it('asks once for whatever some record lacks', () => {
  expect(missingIn(metadata, entity, field, records.slice(0, 2), 'lost').sort())
    .toEqual(['amount', 'loss_reason']);
  expect(missingIn(metadata, entity, field, records, 'new')).toEqual([]);
});

it('writes what was asked for only where it is empty, and leaves out who is there already', () => {
  expect(changesOfMove(field, records, 'lost', { loss_reason: 'other', amount: '1' })).toEqual([
    { record: records[0], changes: { amount: '1', stage: 'lost' } },
    { record: records[1], changes: { loss_reason: 'other', stage: 'lost' } },
  ]);
});
