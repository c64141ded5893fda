/** Several records of another entity. */
import { Combobox, Pill, PillsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LinkValue } from '@/shared/api';
import type { EditorProps } from '../field_type';
import { RecordOptions } from './RecordOptions';
import { usePicker } from './use_picker';

export function RecordsPicker(props: EditorProps<LinkValue[]>) {
  const { id, field, onChange, onCommit, onCancel, inline } = props;
  const { t } = useTranslation();
  const value = props.value ?? [];
  const without = (id: string) => value.filter((link) => link.id !== id);
  const picker = usePicker(field, (link) => {
    picker.setText('');
    onChange([...without(link.id), link]);
  }, inline);
  const { combobox, text } = picker;
  return (
    <Combobox store={combobox} onOptionSubmit={picker.submit} position="bottom-start">
      <Combobox.DropdownTarget>
        <PillsInput error={props.error} disabled={props.disabled} size="sm">
          <Pill.Group>
            {value.map((link) => (
              <Pill key={link.id} withRemoveButton onRemove={() => onChange(without(link.id))}>
                {link.name ?? t('hiddenName')}
              </Pill>
            ))}
            <Combobox.EventsTarget>
              <PillsInput.Field
                id={id}
                value={text}
                placeholder={value.length === 0 ? t('choose') : undefined}
                autoFocus={inline || props.autoFocus}
                autoComplete="off"
                aria-label={field.label}
                onFocus={() => combobox.openDropdown()}
                onChange={(event) => {
                  picker.setText(event.currentTarget.value);
                  combobox.openDropdown();
                }}
                onKeyDown={(event) => {
                  if (event.code === 'Escape') onCancel?.();
                  if (event.code !== 'Backspace' || text || value.length === 0) return;
                  onChange(value.slice(0, -1));
                }}
                onBlur={() => {
                  combobox.closeDropdown();
                  onCommit?.(value);
                }}
              />
            </Combobox.EventsTarget>
          </Pill.Group>
        </PillsInput>
      </Combobox.DropdownTarget>
      <Combobox.Dropdown miw={260}>
        <RecordOptions {...picker} found={picker.found.filter(
          (link) => !value.some(({ id }) => id === link.id))} />
      </Combobox.Dropdown>
    </Combobox>
  );
}
