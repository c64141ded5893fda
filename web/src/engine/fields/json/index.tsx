/** Any value; programs write it, people seldom do. */
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { commitKeys } from '../controls/commit_keys';
import type { EditorProps, FieldTypeUi } from '../field_type';

function read(text: string): unknown {
  if (!text.trim()) return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function JsonEditor(props: EditorProps) {
  const { id, value, onChange, inline, field } = props;
  const [typed, setTyped] = useState(isNothing(value) ? '' : JSON.stringify(value, null, 2));
  const wrong = read(typed) === undefined;
  return (
    <Textarea
      id={id}
      value={typed}
      autosize
      minRows={3}
      maxRows={16}
      spellCheck={false}
      error={props.error || wrong}
      disabled={props.disabled}
      autoFocus={inline || props.autoFocus}
      aria-label={inline ? field.label : undefined}
      styles={{ input: { fontFamily: 'ui-monospace, monospace' } }}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        const parsed = read(event.currentTarget.value);
        if (parsed !== undefined) onChange(parsed);
      }}
      {...commitKeys(props, () => (wrong ? value : read(typed)) ?? null, { enter: 'mod' })}
    />
  );
}

const isNothing = (value: unknown) => value === null || value === undefined;

export const json: FieldTypeUi<unknown> = {
  display: (value) => <code>{JSON.stringify(value)}</code>,
  Editor: JsonEditor,
  parse: read,
  toText: (value) => JSON.stringify(value),
  filter: 'none',
  width: 200,
  composite: true,
};
