/** The second line of a row on a phone tells who or what, never a bare number. */
import { expect, it } from 'vitest';
import type { Field } from '@/shared/api';
import { notesOf } from './row_parts';

const field = (name: string, type: Field['type']): Field => ({ name, type, label: name });

it('names a company before a word, and leaves numbers out', () => {
  const lines = [
    field('probability', 'percent'), field('kind', 'choice'), field('account', 'link'),
  ];
  expect(notesOf({ lines }).map(({ name }) => name)).toEqual(['account', 'kind']);
});
