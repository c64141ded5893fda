/** One record of another entity, found by typing: links, people, teams. */
import { CloseButton, Combobox, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LinkValue } from '@/shared/api';
import type { EditorProps } from '../field_type';
import { LinkIcon, RecordOptions } from './RecordOptions';
import { usePicker } from './use_picker';

export function RecordPicker(props: EditorProps<LinkValue>) {
  const { id, field, value, onChange, onCommit, onCancel, inline } = props;
  const { t } = useTranslation();
  const pick = (link: LinkValue | null) => {
    picker.setText('');
    onChange(link);
    onCommit?.(link);
  };
  const picker = usePicker(field, pick, inline);
  const { combobox, text } = picker;
  const opened = combobox.dropdownOpened;
  const clear = value && !props.disabled && !field.required
    && <CloseButton size="sm" aria-label={t('clear')} onClick={() => pick(null)} />;
  return (
    <Combobox store={combobox} onOptionSubmit={picker.submit} position="bottom-start">
      <Combobox.Target>
        <TextInput
          id={id}
          value={opened ? text : (value && (value.name ?? t('hiddenName'))) ?? ''}
          placeholder={opened ? (value?.name ?? t('search')) : t('choose')}
          leftSection={value && !opened ? <LinkIcon link={value} /> : undefined}
          rightSection={clear}
          error={props.error}
          disabled={props.disabled}
          variant={inline ? 'unstyled' : 'default'}
          autoFocus={inline || props.autoFocus}
          autoComplete="off"
          aria-label={value?.name ? `${field.label}: ${value.name}` : field.label}
          onClick={() => combobox.openDropdown()}
          onChange={(event) => {
            picker.setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onKeyDown={(event) => {
            if (event.code !== 'Escape' || !onCancel) return;
            event.stopPropagation();
            onCancel();
          }}
          onBlur={() => {
            combobox.closeDropdown();
            picker.setText('');
            onCancel?.();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown miw={260}>
        <RecordOptions {...picker} />
      </Combobox.Dropdown>
    </Combobox>
  );
}
