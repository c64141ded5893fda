/** A moment: a day and a time of the person's own zone. */
import { useTranslation } from 'react-i18next';
import { dayjs } from '@/shared/i18n/dates';
import { formatInstant } from '@/shared/i18n/format';
import { formatRelative } from '@/shared/i18n/relative';
import { parseInstant } from '@/shared/i18n/parse';
import { commitOnLeave } from '../controls/commit_keys';
import { date } from '../date';
import type { EditorProps, FieldTypeUi } from '../field_type';
import { TimeControl } from './TimeControl';

const NINE = '09:00';

function InstantEditor(props: EditorProps<string>) {
  const { value, onChange, onCommit, onCancel, ...rest } = props;
  const { t } = useTranslation();
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
      <TimeControl
        value={time}
        error={Boolean(props.error)}
        disabled={props.disabled}
        label={`${props.field.label}: ${t('time')}`}
        onChange={(picked) => put(day ?? today(), picked)}
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
