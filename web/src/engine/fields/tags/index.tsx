/** Free words. */
import { TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/shared/ui';
import type { EditorProps, FieldTypeUi } from '../field_type';

function TagsEditor(props: EditorProps<string[]>) {
  const { id, field, value, onChange, onCommit, onCancel, inline } = props;
  const { t } = useTranslation();
  return (
    <TagsInput
      id={id}
      value={value ?? []}
      placeholder={value?.length ? undefined : t('addTag')}
      error={props.error}
      disabled={props.disabled}
      autoFocus={inline || props.autoFocus}
      acceptValueOnBlur
      aria-label={inline ? field.label : undefined}
      onChange={(list) => onChange(list.length ? list : null)}
      onBlur={() => onCommit?.(value ?? null)}
      onKeyDown={(event) => event.code === 'Escape' && onCancel?.()}
    />
  );
}

export const tags: FieldTypeUi<string[]> = {
  display: (value) => (
    <span className="field-tags">
      {value.map((word) => <Tag key={word} label={word} plain />)}
    </span>
  ),
  Editor: TagsEditor,
  parse: (typed) => {
    const words = typed.split(/[,;\n]/).map((word) => word.trim()).filter(Boolean);
    return words.length > 0 ? [...new Set(words)] : null;
  },
  toText: (value) => value.join(', '),
  filter: 'text',
  width: 160,
  composite: true,
};
