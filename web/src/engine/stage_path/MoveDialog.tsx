/** Asks for what a step requires, and moves the record together with it. */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormFields, pickFields, useRecordForm } from '@/engine/form';
import { isApiError, type CrmRecord, type Entity, type Field } from '@/shared/api';
import { Kbd, notifyError, usePhone } from '@/shared/ui';
import { saveMerging } from '../record/editing/save_merging';

interface Props {
  entity: Entity;
  record: CrmRecord;
  field: Field;
  step: string;
  /** Fields to ask for. */
  names: string[];
  /** Name of the step. */
  label: string;
  onClose: () => void;
  /** `before`: what takes the move back. */
  onMoved: (before: { [field: string]: unknown }) => void;
}

export function MoveDialog(props: Props) {
  const { entity, record, field, label, onClose } = props;
  const { t } = useTranslation('record');
  const phone = usePhone();
  const [begun] = useState(record);
  const [names, setNames] = useState(props.names);
  const [saving, setSaving] = useState(false);
  const form = useRecordForm({ entity, record: begun });

  const submit = async () => {
    const asked = pickFields(form, names).map((each) => ({ ...each, required: true }));
    if (saving || !form.check(asked)) return;
    setSaving(true);
    try {
      const changes = { ...form.changes, [field.name]: props.step };
      const before = await saveMerging(entity, record.id, changes);
      onClose();
      props.onMoved(before);
    } catch (error) {
      if (!form.takeErrors(error)) return notifyError(error);
      // The server may ask for more than the metadata told.
      const more = isApiError(error) ? Object.keys(error.fields) : [];
      setNames((old) => [...new Set([...old, ...more.filter((name) => name !== field.name)])]);
    } finally {
      setSaving(false);
    }
  };
  return (
    <Modal
      opened onClose={onClose} title={t('stage.dialog', { stage: label })} size={460}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        onKeyDown={(event) => {
          if (event.code !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          void submit();
        }}
      >
        <FormFields form={form} names={names} autoFocus />
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" loading={saving}
            rightSection={phone ? null : <Kbd keys="mod+Enter" />}>
            {t('stage.move')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
