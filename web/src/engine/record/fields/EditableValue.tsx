/** A value that turns into its editor by a click, or by the pencil for the keyboard. */
import { IconPencil } from '@tabler/icons-react';
import { useRef, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { InlineEditor, fieldType } from '@/engine/fields';
import type { Field } from '@/shared/api';
import { isEditable, useRecordPage } from '../record_context';
import { RecordValue } from './RecordValue';

interface Props {
  field: Field;
  /** Which part of the page: one field may stand in several. */
  place: string;
  /** Drawn instead of the plain value. */
  children?: ReactNode;
  className?: string;
  /** The person goes on to the next or the previous value by Tab. */
  onTab?: (backwards: boolean) => void;
}

export const editKey = (place: string, field: string) => `${place}:${field}`;

export function EditableValue({ field, place, children, className = '', onTab }: Props) {
  const { t } = useTranslation('record');
  const { entity, editing, setEditing } = useRecordPage();
  const pencil = useRef<HTMLButtonElement>(null);
  const key = editKey(place, field.name);
  const shown = children ?? <RecordValue field={field} />;
  if (!isEditable(entity, field)) {
    return <div className={`value fixed ${className}`} title={t('readOnly')}>{shown}</div>;
  }
  if (editing === key) {
    return (
      <OpenEditor field={field} place={place} shown={shown} className={className} onTab={onTab}
        onDone={() => requestAnimationFrame(() => pencil.current?.focus())} />
    );
  }
  const open = (event: MouseEvent) => {
    if ((event.target as Element).closest('a, button')) return;
    if (window.getSelection()?.toString()) return;
    setEditing(key);
  };
  return (
    <div className={`value editable ${className}`} onClick={open}>
      {shown}
      <button ref={pencil} type="button" className="value-pencil"
        aria-label={`${t('common:edit')}: ${field.label}`} onClick={() => setEditing(key)}>
        <IconPencil size={14} stroke={1.7} />
      </button>
    </div>
  );
}

interface OpenProps extends Props {
  shown: ReactNode;
  onDone: () => void;
}

function OpenEditor({ field, place, shown, className, onTab, onDone }: OpenProps) {
  const { entity, record, setEditing, refusals, forgetRefusal, save } = useRecordPage();
  const key = editKey(place, field.name);
  const refusal = refusals[field.name];
  const composite = fieldType(field.type).composite;
  const begun = refusal ? { ...record, [field.name]: refusal.value } : record;

  // While going on by Tab the next editor is open already when this one says that it is done.
  const goingOn = useRef(false);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code !== 'Tab' || composite || !onTab) return;
    event.preventDefault();
    goingOn.current = true;
    (event.target as HTMLElement).blur();
    onTab(event.shiftKey);
  };
  const close = (by: 'commit' | 'cancel') => {
    if (by === 'cancel') forgetRefusal(field.name);
    if (goingOn.current) return;
    setEditing(undefined);
    onDone();
  };

  return (
    <div className={`value editing ${className} ${composite ? 'over' : ''}`} onKeyDown={onKeyDown}>
      {composite && shown}
      <span className="value-editor">
        <InlineEditor
          key={refusal?.message}
          entity={entity.name}
          field={field}
          record={begun}
          onSave={(value) => void save({ [field.name]: value }, key)}
          onClose={close}
        />
      </span>
      {refusal && <span className="value-error" role="alert">{refusal.message}</span>}
    </div>
  );
}
