/** A new value for a field of many records. */
import { Button, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldPicker } from '@/engine/filters/FieldPicker';
import { fieldType, isEmpty } from '@/engine/fields';
import type { Entity, Field } from '@/shared/api';
import { Segmented } from '@/shared/ui';

interface Props {
  entity: Entity;
  /** Known from the start, or picked first. */
  field?: Field;
  onApply: (value: unknown, field: Field) => void;
  onClose: () => void;
}

const VALUE = 'bulk-value';
const FIXED = ['autonumber', 'file', 'json', 'bank_accounts'];

export function BulkField({ entity, field: given, onApply, onClose }: Props) {
  const { t } = useTranslation('lists');
  const [picked, setPicked] = useState<Field | undefined>(given);
  const [value, setValue] = useState<unknown>(null);
  const field = given ?? picked;
  if (!field) {
    return (
      <FieldPicker
        entity={entity} own onPick={setPicked}
        allow={(one) => !one.read_only && !FIXED.includes(one.type)}
      />
    );
  }
  const { Editor } = fieldType(field.type);
  const empty = isEmpty(value) && field.type !== 'boolean';
  return (
    <form
      className="rule-form" noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (empty && field.required) return;
        onClose();
        onApply(isEmpty(value) ? (field.type === 'boolean' ? false : null) : value, field);
      }}
    >
      <label className="rule-title" htmlFor={VALUE}>{field.label}</label>
      <Editor id={VALUE} field={{ ...field, required: false }} entity={entity.name} value={value}
        onChange={setValue} autoFocus />
      <div className="rule-foot">
        <Button type="submit" size="compact-sm" ml="auto" disabled={empty && field.required}>
          {t(empty ? 'emptyField' : 'filters:apply')}
        </Button>
      </div>
    </form>
  );
}

interface TagsProps extends Omit<Props, 'onApply' | 'field'> {
  field: Field;
  /** What each record then has besides, or no more. */
  onApply: (deed: 'add' | 'remove', words: string[]) => void;
}

/** Tags to add to those that each record has, or to take away from them. */
export function BulkTags({ entity, field, onApply, onClose }: TagsProps) {
  const { t } = useTranslation('lists');
  const [deed, setDeed] = useState<'add' | 'remove'>('add');
  const [words, setWords] = useState<string[]>([]);
  const { Editor } = fieldType('tags');
  return (
    <form
      className="rule-form" noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (words.length === 0) return;
        onClose();
        onApply(deed, words);
      }}
    >
      <Segmented size="xs" fullWidth aria-label={field.label}
        value={deed} onChange={setDeed}
        data={[
          { value: 'add', label: t('addTags') }, { value: 'remove', label: t('removeTags') },
        ]} />
      <VisuallyHidden><label htmlFor={VALUE}>{field.label}</label></VisuallyHidden>
      <Editor id={VALUE} field={field} entity={entity.name} value={words} autoFocus
        onChange={(next: string[] | null) => setWords(next ?? [])} />
      <div className="rule-foot">
        <Button type="submit" size="compact-sm" ml="auto" disabled={words.length === 0}>
          {t('filters:apply')}
        </Button>
      </div>
    </form>
  );
}
