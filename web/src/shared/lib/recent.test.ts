/** What counts as a visit of a record, and in which order visits are kept. */
import { expect, it } from 'vitest';
import { visited, visitOf } from './recent';

const id = '01a201ac-6ac1-7e86-a697-c1c5c288b38c';

it.each([
  [`/o/deals/${id}`, undefined, { entity: 'deals', id }],
  ['/o/deals', `accounts:${id}`, { entity: 'accounts', id }],
  ['/o/deals', undefined, undefined],
  ['/o/deals/new', undefined, undefined],
  ['/import', 'deals:x', undefined],
])('%s, open=%s', (path, open, visit) => {
  expect(visitOf(path, open)).toEqual(visit);
});

it('keeps the latest first and each once', () => {
  const a = { entity: 'deals', id: 'a' };
  const b = { entity: 'deals', id: 'b' };
  expect(visited([b, a], a)).toEqual([a, b]);
  const many = Array.from({ length: 30 }, (_, index) => ({ entity: 'deals', id: String(index) }));
  expect(visited(many, a)).toHaveLength(20);
});
