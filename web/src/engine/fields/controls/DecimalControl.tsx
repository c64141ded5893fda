/** A number as a person types it; the value is a decimal in a string with a point. */
import { TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { formatNumber } from '@/shared/i18n/format';
import { parseDecimal } from '@/shared/i18n/parse';
import type { EditorProps } from '../field_type';
import { commitKeys } from './commit_keys';

interface Props extends EditorProps<string> {
  suffix?: ReactNode;
  suffixWidth?: number;
}

export function DecimalControl(props: Props) {
  const { id, value, onChange, inline, field } = props;
  const [typed, setTyped] = useState<string>();
  const wrong = typed !== undefined && typed.trim() !== '' && parseDecimal(typed) === undefined;
  // What is no number is not saved: Enter waits until it is mended, leaving takes it back.
  const keys = commitKeys(
    wrong ? { onCommit: () => {}, onCancel: props.onCancel } : props, () => value ?? null);

  const type = (text: string) => {
    setTyped(text);
    if (text.trim() === '') return onChange(null);
    const parsed = parseDecimal(text);
    if (parsed !== undefined) onChange(parsed);
  };
  return (
    <TextInput
      id={id}
      inputMode="decimal"
      className="num"
      value={typed ?? (value ? formatNumber(value) : '')}
      error={props.error || wrong}
      disabled={props.disabled}
      data-autofocus={props.autoFocus || undefined}
      autoFocus={inline || props.autoFocus}
      autoComplete="off"
      aria-label={inline ? field.label : undefined}
      variant={inline ? 'unstyled' : 'default'}
      rightSection={props.suffix}
      rightSectionWidth={props.suffixWidth}
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={keys.onKeyDown}
      onBlur={() => {
        if (wrong && props.onCommit) return props.onCancel?.();
        setTyped(undefined);
        keys.onBlur?.();
      }}
    />
  );
}
