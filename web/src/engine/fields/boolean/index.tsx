/** Yes or no. */
import { Checkbox } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import i18next from 'i18next';
import type { EditorProps, FieldTypeUi } from '../field_type';

function BooleanEditor(props: EditorProps<boolean>) {
  const { id, field, value, onChange, onCommit, onCancel } = props;
  return (
    <Checkbox
      id={id}
      label={props.inline ? undefined : field.label}
      checked={value === true}
      disabled={props.disabled}
      autoFocus={props.inline || props.autoFocus}
      aria-label={props.inline ? field.label : undefined}
      onChange={(event) => {
        onChange(event.currentTarget.checked);
        onCommit?.(event.currentTarget.checked);
      }}
      onKeyDown={(event) => event.code === 'Escape' && onCancel?.()}
    />
  );
}

const YES = /^(true|1|yes|да|ha|\+|✓)$/i;
const NO = /^(false|0|no|нет|yoʻq|yo'q|-)$/i;

export const boolean: FieldTypeUi<boolean> = {
  display: (value) => (value
    ? <IconCheck size={16} aria-label={i18next.t('yes')} />
    : <span className="faint">{i18next.t('no')}</span>),
  Editor: BooleanEditor,
  parse: (typed) => {
    const text = typed.trim();
    if (!text) return null;
    if (YES.test(text)) return true;
    return NO.test(text) ? false : undefined;
  },
  toText: (value) => i18next.t(value ? 'yes' : 'no'),
  filter: 'boolean',
  width: 110,
};
