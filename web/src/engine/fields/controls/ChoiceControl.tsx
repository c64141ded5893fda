/** One of a list of coloured words. */
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { choicesOf, useMetadata } from '@/shared/api';
import { Tag } from '@/shared/ui';
import type { EditorProps } from '../field_type';

export function ChoiceControl(props: EditorProps<string>) {
  const { id, field, value, onChange, onCommit, onCancel, inline } = props;
  const { t } = useTranslation();
  const choices = choicesOf(useMetadata(), field, props.record);
  const byKey = new Map(choices.map((choice) => [choice.key, choice]));
  return (
    <Select
      id={id}
      data={choices.map(({ key, label }) => ({ value: key, label }))}
      value={value ?? null}
      searchable={choices.length > 7}
      clearable={!field.required && !inline}
      allowDeselect={!field.required}
      placeholder={inline ? undefined : t('choose')}
      nothingFoundMessage={t('nothingFound')}
      maxDropdownHeight={320}
      error={props.error}
      disabled={props.disabled}
      variant={inline ? 'unstyled' : 'default'}
      autoFocus={inline || props.autoFocus}
      data-autofocus={props.autoFocus || undefined}
      defaultDropdownOpened={inline}
      aria-label={inline ? field.label : undefined}
      comboboxProps={{ width: inline ? 'max-content' : 'target', position: 'bottom-start' }}
      renderOption={({ option }) => (
        <Tag label={option.label} color={byKey.get(option.value)?.color} />
      )}
      onChange={(key) => {
        onChange(key);
        onCommit?.(key);
      }}
      onDropdownClose={() => onCancel?.()}
    />
  );
}
