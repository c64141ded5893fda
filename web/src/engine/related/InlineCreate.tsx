/**
 * A line under a related list that becomes a new record by its name alone. What needs more than a
 * name goes on in the form, with the name in it.
 */
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readDraft, writeDraft } from '@/engine/form/drafts';
import { createRecord, isApiError, useSession, type Entity } from '@/shared/api';
import { notifyError } from '@/shared/ui';

type Values = { [field: string]: unknown };

/** Whether a name is enough to make one. */
export function isNamed(target: Entity, tied: Values) {
  const title = target.fields.find(({ name }) => name === target.title);
  const asked = target.fields.filter(({ name, required, read_only, default: usual }) =>
    required && !read_only && usual === undefined && name !== target.title && !(name in tied));
  return title?.type === 'text' && !title.read_only && asked.length === 0;
}

interface Props {
  target: Entity;
  /** What ties the new record to this one. */
  tied: Values;
  /** Tells lines apart, for the draft. */
  place: string;
  onCreated: (id: string) => void;
  /** Opens the form with these values. */
  onForm: (values: Values) => void;
}

export function InlineCreate({ target, tied, place, onCreated, onForm }: Props) {
  const { t } = useTranslation('record');
  const { user } = useSession();
  const draft = `${user.id}:line:${place}`;
  const [text, setText] = useState(() => String(readDraft(draft)?.text ?? ''));
  const [opened, setOpened] = useState(text !== '');
  const [busy, setBusy] = useState(false);
  const type = (next: string) => {
    setText(next);
    writeDraft(draft, next ? { text: next } : {});
  };
  const save = async () => {
    const values = { ...tied, [target.title]: text.trim() };
    setBusy(true);
    try {
      const { id } = await createRecord(target.name, { values });
      type('');
      onCreated(id);
    } catch (error) {
      // The form shows which field, or which likely twin, it was.
      if (isApiError(error) && (error.isDuplicate || Object.keys(error.fields).length > 0)) {
        type('');
        setOpened(false);
        onForm(values);
      } else {
        notifyError(error);
      }
    } finally {
      setBusy(false);
    }
  };
  if (!opened) {
    return (
      <button type="button" className="related-new" onClick={() => setOpened(true)}>
        <IconPlus size={14} stroke={1.7} />
        {target.labels.new}
      </button>
    );
  }
  return (
    <form
      className="related-new"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() && !busy) void save();
      }}
    >
      <IconPlus size={14} stroke={1.7} />
      <input
        autoFocus value={text} aria-label={target.labels.new} readOnly={busy}
        placeholder={t('related.name')} data-mantine-stop-propagation
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={() => !text && setOpened(false)}
        onKeyDown={(event) => {
          if (event.code !== 'Escape') return;
          type('');
          setOpened(false);
        }}
      />
    </form>
  );
}
