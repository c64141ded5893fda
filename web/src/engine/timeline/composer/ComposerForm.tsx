/** The fields of one kind in the composer. What is typed is kept until it is saved. */
import { Button } from '@mantine/core';
import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FormField, newValues, pickFields, useRecordForm, type RecordForm } from '@/engine/form';
import { isEmpty } from '@/engine/fields';
import { createRecord, newKey, useMetadata, useSession, type Entity } from '@/shared/api';
import { Kbd, notifyError, Segmented, usePhone } from '@/shared/ui';
import { useRecordPage } from '../../record/record_context';
import { MentionTextarea } from '../mentions/MentionTextarea';
import { beginnings, DUE_IN_DAYS, dueIn, SHAPES, type ComposerKind, type LetterKind }
  from './kinds';

interface Props {
  kind: Exclude<ComposerKind, 'files' | LetterKind>;
  focus: number;
  onSaved?: () => void;
}

export function ComposerForm(props: Props) {
  const target = useMetadata().entities[props.kind];
  return target ? <Form {...props} target={target} /> : null;
}

function Form({ kind, focus, onSaved, target }: Props & { target: Entity }) {
  const { t } = useTranslation('timeline');
  const phone = usePhone();
  const { self, record, refresh } = useRecordPage();
  const { user } = useSession();
  const shape = SHAPES[kind];
  const me = { id: user.id, entity: 'users', name: user.name };
  const begin = () => beginnings(kind, target, self, record, me);
  const [initial, setInitial] = useState(begin);
  const form = useRecordForm({
    entity: target, initial, draftKey: `${user.id}:compose:${self.entity}/${self.id}:${kind}`,
  });
  const [opened, setOpened] = useState(focus > 0 || form.restored);
  const [saving, setSaving] = useState(false);
  const key = useRef(newKey());
  const main = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    if (focus === 0) return;
    setOpened(true);
    main.current?.focus();
  }, [focus]);

  const names = [shape.main, ...shape.row, ...shape.more];
  const close = () => {
    form.reset();
    setInitial(begin());
    key.current = newKey();
    setOpened(false);
  };
  const submit = async () => {
    if (saving || !form.check(pickFields(form, names))) return;
    setSaving(true);
    try {
      await createRecord(kind, { values: newValues(form), idempotencyKey: key.current });
      close();
      refresh();
      onSaved?.();
    } catch (error) {
      key.current = newKey();
      if (!form.takeErrors(error)) notifyError(error);
    } finally {
      setSaving(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    } else if (event.code === 'Escape' && !form.dirty) {
      setOpened(false);
      main.current?.blur();
    }
  };
  const [mainField] = pickFields(form, [shape.main]);
  const ready = !isEmpty(form.values[shape.main]);
  return (
    <div className="composer-form" onKeyDown={onKeyDown} onFocusCapture={keepEscape}>
      <MentionTextarea
        ref={main}
        variant="unstyled" minRows={opened && kind === 'notes' ? 3 : 1} maxRows={14}
        placeholder={t(`write.${kind}`)}
        aria-label={mainField?.label}
        value={String(form.values[shape.main] ?? '')}
        maxLength={mainField?.max}
        error={form.errors[shape.main]}
        onFocus={() => setOpened(true)}
        onChange={(text) => form.set(shape.main, text || null)}
      />
      {opened && (
        <>
          {shape.planned && <When form={form} />}
          <div className="composer-row">
            {pickFields(form, shape.row).filter(({ read_only }) => !read_only).map((field) => (
              <div key={field.name}>
                <FormField form={form} field={field} />
                {kind === 'tasks' && field.name === 'due_at' && <DueChips form={form} />}
              </div>
            ))}
          </div>
          {pickFields(form, shape.more).map((field) => (
            <MentionTextarea
              key={field.name} variant="unstyled" minRows={1} maxRows={10}
              placeholder={field.label} aria-label={field.label} maxLength={field.max}
              value={String(form.values[field.name] ?? '')} error={form.errors[field.name]}
              onChange={(text) => form.set(field.name, text || null)}
            />
          ))}
          <div className="composer-foot">
            <Button variant="default" onClick={close}>{t('common:cancel')}</Button>
            <Button loading={saving} disabled={!ready} onClick={() => void submit()}
              rightSection={phone ? null : <Kbd keys="mod+Enter" />}>
              {t('common:save')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

/** Esc belongs to the box, not to the drawer that the record may be shown in. */
const keepEscape = (event: FocusEvent) =>
  event.target.setAttribute('data-mantine-stop-propagation', 'true');

const When = ({ form }: { form: RecordForm }) => {
  const { t } = useTranslation('timeline');
  return (
    <Segmented
      size="xs"
      value={form.values.status === 'planned' ? 'planned' : 'done'}
      data={[
        { value: 'done', label: t('happened') },
        { value: 'planned', label: t('planned') },
      ]}
      onChange={(status) => form.set('status', status)}
    />
  );
};

const DueChips = ({ form }: { form: RecordForm }) => {
  const { t } = useTranslation('timeline');
  return (
    <div className="composer-chips">
      {DUE_IN_DAYS.map((days) => (
        <button key={days} type="button" className="chip"
          onClick={() => form.set('due_at', dueIn(days))}>
          {t(`due.${days}`)}
        </button>
      ))}
    </div>
  );
};
