/** A moment: a day and a time of the person's own zone. */
import { TextInput } from '@mantine/core';
import { dayjs } from '@/shared/i18n/dates';
import { formatInstant } from '@/shared/i18n/format';
import { formatRelative } from '@/shared/i18n/relative';
import { parseInstant } from '@/shared/i18n/parse';
import { commitOnLeave } from '../controls/commit_keys';
import { date } from '../date';
import type { EditorProps, FieldTypeUi } from '../field_type';

const NINE = '09:00';

function InstantEditor(props: EditorProps<string>) {
  const { value, onChange, onCommit, onCancel, ...rest } = props;
  const day = value ? dayjs(value).format('YYYY-MM-DD') : null;
  const time = value ? dayjs(value).format('HH:mm') : '';
  const put = (newDay: string | null, newTime: string) =>
    onChange(newDay ? dayjs(`${newDay}T${newTime || NINE}`).toISOString() : null);
  const today = () => dayjs().format('YYYY-MM-DD');
  return (
    <div
      style={{ display: 'flex', gap: 6 }}
      {...commitOnLeave({ onCommit, onCancel }, () => value ?? null)}
    >
      <div style={{ flex: 1 }}>
        <date.Editor {...rest} inline={false} value={day}
          onChange={(picked) => put(picked, time)} />
      </div>
      <TextInput
        type="time"
        w={104}
        value={time}
        error={props.error}
        disabled={props.disabled}
        aria-label={props.field.label}
        onChange={(event) => put(day ?? today(), event.currentTarget.value)}
      />
    </div>
  );
}

export const instant: FieldTypeUi<string> = {
  display: (value) => (
    <span className="num" title={formatInstant(value)}>{formatRelative(value)}</span>
  ),
  Editor: InstantEditor,
  parse: (typed) => (typed.trim() ? parseInstant(typed) : null),
  toText: (value) => dayjs(value).format('YYYY-MM-DD HH:mm'),
  filter: 'date',
  width: 172,
  composite: true,
};
