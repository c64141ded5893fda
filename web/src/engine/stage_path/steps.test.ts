/** Where a record stands on its way, and what a step asks for. */
import { expect, it } from 'vitest';
import type { Entity, Field, Metadata, Stage } from '@/shared/api';
import { pathField, requiredAt, stepsOf } from './steps';

const stage = (key: string, kind: Stage['kind'], required: string[] = []): Stage => ({
  key, kind, required, label: key, color: 'gray', probability: 0,
});
const metadata = {
  pipelines: [{
    id: 'p', name: 'Продажи', default: true,
    stages: [
      stage('new', 'open'), stage('lost', 'lost'), stage('won', 'won', ['amount']),
      stage('talk', 'open'),
    ],
  }],
} as unknown as Metadata;
const field = (name: string, type: string, more = {}) => ({ name, type, label: name, ...more });
const deals = {
  name: 'deals',
  fields: [field('stage', 'stage'), field('amount', 'money'), field('loss_reason', 'choice')],
} as unknown as Entity;
const status = field('status', 'choice', {
  choices: [
    { key: 'new', label: 'Новый', color: 'blue' },
    { key: 'bad', label: 'Отклонён', color: 'red' },
    { key: 'good', label: 'Годен', color: 'green' },
  ],
}) as Field;

const states = (key: string) =>
  stepsOf(metadata, deals.fields[0]!, { id: '1', stage: key })
    .map((step) => `${step.key} ${step.state}`);

it('puts the ends last and marks what was passed', () => {
  expect(states('talk')).toEqual(['new passed', 'talk current', 'won ahead', 'lost ahead']);
});

it('passes nothing on the way to a loss', () => {
  expect(states('lost')).toEqual(['new ahead', 'talk ahead', 'won ahead', 'lost current']);
});

it('takes a red choice for a bad end', () => {
  const steps = stepsOf(metadata, status, { id: '1', status: 'good' });
  expect(steps.map(({ key, kind }) => `${key} ${kind}`)).toEqual(
    ['new open', 'good open', 'bad lost']);
});

it('asks for empty fields only', () => {
  const ask = (record: object, key: string) =>
    requiredAt(metadata, deals, deals.fields[0]!, { id: '1', ...record }, key);
  expect(ask({}, 'talk')).toEqual([]);
  expect(ask({}, 'won')).toEqual(['amount']);
  expect(ask({ amount: { amount: '5', currency: 'UZS' } }, 'won')).toEqual([]);
  expect(ask({}, 'lost')).toEqual(['loss_reason']);
});

it('finds the field of the way', () => {
  expect(pathField(deals)?.name).toBe('stage');
  const leads = { fields: [status], board: { field: 'status' } } as unknown as Entity;
  expect(pathField(leads)?.name).toBe('status');
  expect(pathField({ ...leads, board: undefined })).toBeUndefined();
});
