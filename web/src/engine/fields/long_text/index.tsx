/** Text of several lines; in a cell its first line. */
import { GrowingTextarea } from '@/shared/ui/GrowingTextarea';
import { commitKeys } from '../controls/commit_keys';
import type { EditorProps, FieldTypeUi } from '../field_type';

function LongTextEditor(props: EditorProps<string>) {
  const { id, value, onChange, inline, field } = props;
  return (
    <GrowingTextarea
      id={id}
      value={value ?? ''}
      minRows={inline ? 4 : 3}
      maxRows={14}
      maxLength={field.max}
      error={props.error}
      disabled={props.disabled}
      autoFocus={inline || props.autoFocus}
      aria-label={inline ? field.label : undefined}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      {...commitKeys(props, () => value || null, { enter: 'mod' })}
    />
  );
}

export const longText: FieldTypeUi<string> = {
  display: (value) => value.split('\n', 1)[0],
  Editor: LongTextEditor,
  parse: (typed) => typed || null,
  toText: (value) => value,
  filter: 'text',
  width: 240,
  composite: true,
};
