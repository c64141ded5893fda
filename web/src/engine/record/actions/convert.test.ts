/** What is offered for a conversion and what is sent for a choice. */
import { expect, it } from 'vitest';
import { conversionBody, offered, usual, type Match } from './convert';

const link = (id: string) => ({ id, entity: 'accounts', name: id });
const match = (more: Partial<Match>): Match => ({
  match: null, candidates: [], name: null, ...more,
});

it('takes the sure match, else a new one, else none', () => {
  expect(usual(match({ match: link('a'), name: null }))).toEqual({ use: link('a') });
  expect(usual(match({ candidates: [link('b')], name: 'ООО «Кофе»' }))).toBe('new');
  expect(usual(match({}))).toBe('none');
});

it('offers the sure match first and once', () => {
  const all = offered(match({ match: link('b'), candidates: [link('a'), link('b')] }));
  expect(all.map(({ id }) => id)).toEqual(['b', 'a']);
});

it('writes the choice as the server reads it', () => {
  const amount = { amount: '5', currency: 'UZS' };
  expect(conversionBody({
    account: { use: link('a') }, contact: 'new', deal: { name: 'Кофе', amount },
  })).toEqual({
    account: { id: 'a' }, contact: { create: true }, deal: { create: true, name: 'Кофе', amount },
  });
  expect(conversionBody({ account: 'none', contact: 'none', deal: null })).toEqual({
    account: { create: false }, contact: { create: false }, deal: { create: false },
  });
});
