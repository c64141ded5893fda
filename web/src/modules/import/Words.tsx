/** What the words of a column mean, when its field takes only some words. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Choice } from '@/shared/api';
import { changeDraft, useDraft } from './draft';

interface Props {
  column: string;
  words: string[];
  choices: Choice[];
  chosen: { [word: string]: string };
}

export function Words({ column, words, choices, chosen }: Props) {
  const { t } = useTranslation('import');
  const put = (word: string, key: string) => {
    const values = useDraft.getState().draft?.values;
    changeDraft({ values: { ...values, [column]: { ...chosen, [word]: key } } });
  };
  return (
    <div className="import-words" role="group" aria-label={t('words.open', { name: column })}>
      <p className="muted">{t('words.text')}</p>
      {words.map((word) => (
        <label key={word} className="import-word">
          <span className="clip">{word}</span>
          <NativeSelect
            value={chosen[word] ?? ''}
            data={[
              { value: '', label: automatic(word, choices, t('words.auto')) },
              ...choices.map(({ key, label }) => ({ value: key, label })),
            ]}
            onChange={(event) => put(word, event.currentTarget.value)}
          />
        </label>
      ))}
    </div>
  );
}

/** What happens to a word that nobody has assigned: its namesake is found by itself. */
function automatic(word: string, choices: Choice[], text: string) {
  const wanted = word.toLowerCase();
  const same = choices.find(({ key, label }) =>
    key.toLowerCase() === wanted || label.toLowerCase() === wanted);
  return same ? `${same.label} (${text.toLowerCase()})` : text;
}
