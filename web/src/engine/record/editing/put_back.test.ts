/** Taking back a move restores what the server changed with it, and nothing it alone may write. */
import { expect, it } from 'vitest';
import type { Entity } from '@/shared/api';
import { valuesBefore } from './put_back';

const deals = {
  fields: [
    { name: 'stage' }, { name: 'closes_on' }, { name: 'amount' },
    { name: 'closed_at', read_only: true }, { name: 'secret' },
  ],
} as unknown as Entity;

it('restores every writable field that differs', () => {
  const before = { id: '1', stage: 'talk', closes_on: '2026-12-10', amount: null, closed_at: null };
  const after = { ...before, stage: 'lost', closes_on: '2026-11-22', closed_at: 'now', secret: 1 };
  expect(valuesBefore(deals, before, after)).toEqual({ stage: 'talk', closes_on: '2026-12-10' });
});
