/** A mention begins at an "@" after a space and ends with the name. */
import { expect, it } from 'vitest';
import { mentionAt, splitMentions, withMention } from './mention';

const at = (text: string) => mentionAt(text, text.length);

it('finds what is being typed', () => {
  expect(at('@')).toEqual({ at: 0, typed: '' });
  expect(at('Спроси @мали')).toEqual({ at: 7, typed: 'мали' });
  expect(at('(@Малика Юс')).toEqual({ at: 1, typed: 'Малика Юс' });
  expect(mentionAt('@мал и дальше', 4)).toEqual({ at: 0, typed: 'мал' });
});

it('is over after a sign, a line, a long sentence; an address is none', () => {
  const over = '@Малика Юсупова спросит завтра ';
  for (const text of ['a@b', '@Малика, ', '@Малика\n', '@ да', over, 'нет']) {
    expect(at(text), text).toBeUndefined();
  }
});

it('puts the name in', () => {
  expect(withMention('Спроси @мали сегодня', { at: 7, typed: 'мали' }, 'Малика Юсупова'))
    .toEqual({ text: 'Спроси @Малика Юсупова сегодня', caret: 23 });
});

it('shows who is named, the longest name first', () => {
  const names = ['Ali', 'Ali Valiev'];
  expect(splitMentions('Hi @Ali Valiev and @ali, not @Alice', names)).toEqual([
    { text: 'Hi ' }, { text: '@Ali Valiev', name: 'Ali Valiev' }, { text: ' and ' },
    { text: '@ali', name: 'ali' }, { text: ', not @Alice' },
  ]);
  expect(splitMentions('@Ali', names)).toEqual([{ text: '@Ali', name: 'Ali' }]);
});
