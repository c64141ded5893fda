/** A line of text: names, addresses of the web, e-mail, phones. */
import { TextInput, type TextInputProps } from '@mantine/core';
import type { EditorProps } from '../field_type';
import { commitKeys } from './commit_keys';

interface Props extends EditorProps<string> {
  type?: TextInputProps['type'];
  inputMode?: TextInputProps['inputMode'];
}

export function TextControl(props: Props) {
  const { id, value, onChange, inline, field } = props;
  return (
    <TextInput
      id={id}
      type={props.type}
      inputMode={props.inputMode}
      value={value ?? ''}
      maxLength={field.max}
      error={props.error}
      disabled={props.disabled}
      data-autofocus={props.autoFocus || undefined}
      autoFocus={inline || props.autoFocus}
      autoComplete="off"
      aria-label={inline ? field.label : undefined}
      variant={inline ? 'unstyled' : 'default'}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      {...commitKeys(props, () => value || null)}
    />
  );
}
