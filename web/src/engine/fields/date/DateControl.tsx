/** A day typed in any notation or picked in a calendar. */
import '@mantine/core/styles/Input.layer.css';
import '@mantine/dates/styles.layer.css';
import { DateInput } from '@mantine/dates';
import { useState } from 'react';
import { currentLanguage } from '@/shared/i18n';
import { dateLocale } from '@/shared/i18n/dates';
import { parseDate } from '@/shared/i18n/parse';
import type { EditorProps } from '../field_type';

// Esc first closes the calendar, then the dialog around it.
export default function DateControl(props: EditorProps<string>) {
  const { id, field, value, onChange, onCommit, onCancel, inline } = props;
  const [opened, setOpened] = useState(false);
  return (
    <DateInput
      id={id}
      value={value ?? null}
      valueFormat="DD.MM.YYYY"
      dateParser={(text) => parseDate(text) ?? null}
      locale={dateLocale(currentLanguage())}
      firstDayOfWeek={1}
      highlightToday
      data-mantine-stop-propagation={opened || undefined}
      clearable={!field.required && !inline}
      size="sm"
      error={props.error}
      disabled={props.disabled}
      variant={inline ? 'unstyled' : 'default'}
      autoFocus={inline || props.autoFocus}
      aria-label={inline ? field.label : undefined}
      onChange={(day) => onChange(day)}
      onKeyDown={(event) => {
        if (event.code === 'Escape' && onCancel) {
          event.stopPropagation();
          onCancel();
        } else if (event.code === 'Enter' && onCommit) {
          event.preventDefault();
          onCommit(parseDate(event.currentTarget.value) ?? null);
        }
      }}
      onBlur={({ currentTarget: { value: text } }) =>
        onCommit?.(text.trim() === '' ? null : (parseDate(text) ?? value ?? null))}
      popoverProps={{
        withinPortal: true,
        onOpen: () => setOpened(true),
        onClose: () => {
          setOpened(false);
          onCommit?.(value ?? null);
        },
      }}
    />
  );
}
