/** Several words of a list. */
import { MultiSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/shared/ui';
import { keyOf } from '../choice';
import type { EditorProps, FieldTypeUi } from '../field_type';

function ChoicesEditor(props: EditorProps<string[]>) {
  const { id, field, value, onChange, onCommit, inline } = props;
  const { t } = useTranslation();
  return (
    <MultiSelect
      id={id}
      data={(field.choices ?? []).map(({ key, label }) => ({ value: key, label }))}
      value={value ?? []}
      searchable
      placeholder={value?.length ? undefined : t('choose')}
      nothingFoundMessage={t('nothingFound')}
      error={props.error}
      disabled={props.disabled}
      autoFocus={inline || props.autoFocus}
      defaultDropdownOpened={inline}
      aria-label={inline ? field.label : undefined}
      onChange={(list) => onChange(list.length ? list : null)}
      onDropdownClose={() => onCommit?.(value ?? null)}
    />
  );
}

export const choices: FieldTypeUi<string[]> = {
  display: (value, { field }) => (
    <span className="field-tags">
      {value.map((key) => {
        const found = field.choices?.find((choice) => choice.key === key);
        return <Tag key={key} label={found?.label ?? key} color={found?.color} />;
      })}
    </span>
  ),
  Editor: ChoicesEditor,
  parse: (typed, context) => {
    const words = typed.split(/[,;\n]/).map((word) => word.trim()).filter(Boolean);
    const found = words.map((word) => keyOf(word, context));
    if (words.length === 0) return null;
    return found.every((key) => key !== undefined) ? found : undefined;
  },
  toText: (value, { field }) => value
    .map((key) => field.choices?.find((choice) => choice.key === key)?.label ?? key)
    .join(', '),
  filter: 'choice',
  width: 180,
  composite: true,
};
