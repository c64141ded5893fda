/** What the words of a file become: the guess, the person's answer, nothing, or not said yet. */
import { expect, it } from 'vitest';
import type { ListedColumn, Preview } from './api';
import type { Draft } from './draft';
import { isDoubtful, meaningOf, orderOf, unansweredOf } from './mapping';

const stage: ListedColumn = {
  column: 'deal_stage',
  field: 'stage',
  more: false,
  words: [
    { word: 'Won', count: 4, value: 'won', certain: true },
    { word: 'Engaging', count: 2, value: 'negotiation', certain: false },
    { word: 'Whale', count: 1, value: null, certain: false },
  ],
  choices: [{ value: 'won', label: 'Won' }, { value: 'negotiation', label: 'Negotiation' }],
};

const preview = {
  entity: 'deals',
  profile: {},
  fields: [{ path: 'stage', label: 'Stage' }],
  columns: [{ name: 'deal_stage', field: 'stage', confidence: 1, samples: [] }],
} as unknown as Preview;

const draftWith = (values: Draft['values']): Draft => ({
  file: { id: 'f', name: 'f.csv' }, options: {}, columns: {}, values, match: [],
  duplicates: 'skip', createLinked: false,
});

const valuesOf = (draft: Draft) => orderOf(draft, preview, [stage]).map.values;

it('takes the guess until somebody says something else', () => {
  expect(meaningOf(draftWith({}), stage, stage.words[1]!)).toBe('negotiation');
  const said = draftWith({ deal_stage: { Engaging: 'won' } });
  expect(meaningOf(said, stage, stage.words[1]!)).toBe('won');
});

it('asks of what is like nothing, and takes "leave it empty" for an answer', () => {
  expect(unansweredOf(draftWith({}), stage).map(({ word }) => word)).toEqual(['Whale']);
  expect(unansweredOf(draftWith({ deal_stage: { Whale: '' } }), stage)).toEqual([]);
});

it('forgets an answer that the field does not take any more', () => {
  expect(unansweredOf(draftWith({ deal_stage: { Whale: 'gone' } }), stage)).toHaveLength(1);
});

it('orders all meanings that were on the screen, the empty ones too', () => {
  expect(valuesOf(draftWith({ deal_stage: { Whale: '' } }))).toEqual({
    deal_stage: { Won: 'won', Engaging: 'negotiation', Whale: '' },
  });
});

it('has nothing to show of a column whose words are all ours', () => {
  expect(isDoubtful({ ...stage, words: stage.words.slice(0, 1) })).toBe(false);
  expect(isDoubtful(stage)).toBe(true);
});
