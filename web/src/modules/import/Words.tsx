/** What the words of a column mean, when its field takes only some words. */
import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf, useMetadata, type Field } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import { Tag } from '@/shared/ui';
import type { ListedColumn, ListedWord } from './api';
import { changeDraft, useDraft, type Draft } from './draft';
import { isDoubtful, meaningOf, unansweredOf } from './mapping';

// More at a time only take the breath away; "leave the rest" answers for all.
const SHOWN = 60;
const UNANSWERED = '\u0000';

interface Props {
  draft: Draft;
  column: ListedColumn;
  entity: string;
}

export function Words({ draft, column, entity }: Props) {
  const { t } = useTranslation('import');
  const [all, setAll] = useState(!isDoubtful(column));
  const nothing = useNothing(entity, column);
  const open = unansweredOf(draft, column);
  const doubtful = column.words.filter(({ certain }) => !certain);
  const certain = column.words.filter((word) => word.certain);
  // By the count, so that a row stays where it is when it is answered.
  const shown = [...byCount(doubtful), ...(all ? byCount(certain) : [])].slice(0, SHOWN);
  return (
    <div className="import-words" role="group"
      aria-label={t('words.open', { name: column.column })}>
      <div className="import-words-head">
        <p className="muted">{doubtful.length > 0 ? t('words.text') : t('words.allKnown')}</p>
        {open.length > 1 && (
          <Button size="compact-sm" variant="default" className="import-words-rest"
            onClick={() => answer(column, Object.fromEntries(open.map(({ word }) => [word, ''])))}>
            {t('words.rest', { count: open.length, answer: nothing })}
          </Button>
        )}
      </div>
      {column.more && <p className="import-warning">{t('words.tooMany')}</p>}
      {shown.map((word) => (
        <Word key={word.word} draft={draft} column={column} word={word} nothing={nothing} />
      ))}
      {!all && certain.length > 0 && (
        <Button size="compact-sm" variant="subtle" className="import-words-more"
          onClick={() => setAll(true)}>
          {t('words.known', { count: certain.length })}
        </Button>
      )}
    </div>
  );
}

interface WordProps {
  draft: Draft;
  column: ListedColumn;
  word: ListedWord;
  nothing: string;
}

function Word({ draft, column, word, nothing }: WordProps) {
  const { t } = useTranslation('import');
  const meaning = meaningOf(draft, column, word);
  const guessed = !word.certain && draft.values[column.column]?.[word.word] === undefined
    && meaning !== undefined;
  return (
    <label className="import-word" data-open={meaning === undefined || undefined}>
      <span className="import-word-text">
        <span className="clip" title={word.word}>{word.word}</span>
        <span className="faint num">
          {t('words.rows', { count: word.count, number: formatNumber(word.count) })}
        </span>
      </span>
      <span className="import-word-meaning">
        <NativeSelect
          value={meaning ?? UNANSWERED}
          aria-label={word.word}
          data={[
            ...(meaning === undefined
              ? [{ value: UNANSWERED, label: t('words.choose'), disabled: true }] : []),
            ...column.choices,
            { value: '', label: nothing },
          ]}
          onChange={(event) => answer(column, { [word.word]: event.currentTarget.value })}
        />
        {guessed && <Tag label={t('words.guess')} color="orange" />}
      </span>
    </label>
  );
}

const byCount = (words: ListedWord[]) => words.toSorted((a, b) => b.count - a.count);

function answer({ column }: ListedColumn, words: { [word: string]: string }) {
  const values = useDraft.getState().draft?.values;
  changeDraft({ values: { ...values, [column]: { ...values?.[column], ...words } } });
}

/** What a record gets when a word is left out, in words. */
function useNothing(entity: string, { field: path }: ListedColumn): string {
  const { t } = useTranslation('import');
  const field = fieldOf(useMetadata(), entity, path);
  if (path.split('.')[0] === 'owner') return t('words.me');
  if (field?.type === 'stage') return t('words.firstStage');
  const label = field && labelOfDefault(field);
  return label ? t('words.default', { label }) : t('words.empty');
}

const labelOfDefault = (field: Field) =>
  field.choices?.find(({ key }) => key === field.default)?.label;
