/** Which words of a choice count: a list of boxes to tick. */
import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type Field } from '@/shared/api';
import { Tag } from '@/shared/ui';
import { filterChoices } from './choices';
import type { Rule } from './filter_tree';

const SEARCHED = 9;

interface Props {
  field: Field;
  rule: Rule;
  onChange: (value: unknown) => void;
}

export function ChoiceValue({ field, rule, onChange }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const all = filterChoices(useMetadata(), field);
  const wanted = text.trim().toLowerCase();
  const shown = all.filter(({ label }) => label.toLowerCase().includes(wanted));
  const ticked = new Set(Array.isArray(rule.value) ? (rule.value as string[]) : []);
  const toggle = (key: string) => {
    const next = new Set(ticked);
    if (!next.delete(key)) next.add(key);
    // In the order of the list, whatever order they were ticked in.
    onChange(all.map((choice) => choice.key).filter((other) => next.has(other)));
  };
  return (
    <>
      {all.length > SEARCHED && (
        <TextInput value={text} placeholder={t('search')} aria-label={t('search')}
          data-autofocus onChange={(event) => setText(event.currentTarget.value)} />
      )}
      <div className="filter-options" role="group" aria-label={field.label}>
        {shown.map((choice) => (
          <Checkbox
            key={choice.key} size="xs" checked={ticked.has(choice.key)}
            label={<Tag label={choice.label} color={choice.color} />}
            onChange={() => toggle(choice.key)}
          />
        ))}
        {shown.length === 0 && <div className="muted">{t('nothingFound')}</div>}
      </div>
    </>
  );
}
