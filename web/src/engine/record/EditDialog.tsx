/** All fields of a record in one form: for the keyboard, for phones, for items of a timeline. */
import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  FormSections, hintsOf, pickFields, useLook, useRecordForm, useTwins,
} from '@/engine/form';
import {
  isApiError, recordQuery, useEntity, useSession, type CrmRecord, type Entity,
} from '@/shared/api';
import { Kbd, notify, notifyError, usePhone } from '@/shared/ui';
import { ConflictError, saveMerging } from './editing/save_merging';

interface Props {
  entity: string;
  id: string;
  onClose: () => void;
  onSaved?: () => void;
}

/** Only what the server has just told is edited: a list may know but a part of the record. */
export function EditDialog(props: Props) {
  const entity = useEntity(props.entity);
  const { data, isFetchedAfterMount, error } = useQuery({
    ...recordQuery(props.entity, props.id), refetchOnMount: 'always',
  });
  const { onClose } = props;
  useEffect(() => {
    if (!error) return;
    notifyError(error);
    onClose();
  }, [error, onClose]);
  return entity && data && isFetchedAfterMount
    ? <Form {...props} definition={entity} record={data} /> : null;
}

interface FormProps extends Props {
  definition: Entity;
  record: CrmRecord;
}

function Form({ definition, record, onClose, onSaved }: FormProps) {
  const { t } = useTranslation('record');
  const phone = usePhone();
  const { user } = useSession();
  const [saving, setSaving] = useState(false);
  // A later answer of the server must not change the form under the fingers.
  const [begun] = useState(record);
  const form = useRecordForm({
    entity: definition, record: begun, draftKey: `${user.id}:edit:${definition.name}:${record.id}`,
  });
  const names = definition.layouts.detail.flatMap((section) => section.rows.flat());
  const { look, looking, drawer } = useLook();
  const hints = hintsOf(definition, useTwins(form, record.id), names, look);

  const submit = async () => {
    if (saving || !form.check(pickFields(form, names))) return;
    setSaving(true);
    try {
      if (form.dirty) await saveMerging(definition, record.id, form.changes);
      form.reset();
      notify(t('common:saved'));
      onClose();
      onSaved?.();
    } catch (error) {
      if (error instanceof ConflictError || !isApiError(error) || !form.takeErrors(error)) {
        notifyError(error);
      }
    } finally {
      setSaving(false);
    }
  };
  return (
    <Modal
      opened onClose={onClose} closeOnEscape={!looking} size="xl"
      title={`${t('common:edit')}: ${definition.labels.one}`}
      fullScreen={phone} closeButtonProps={{ 'aria-label': t('common:close') }}
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
        {form.restored && (
          <div className="form-restored">
            {t('common:draftRestored')}
            <Button size="compact-sm" variant="subtle" onClick={form.reset}>
              {t('common:clear')}
            </Button>
          </div>
        )}
        <FormSections form={form} sections={definition.layouts.detail} autoFocus hints={hints} />
        <div className="dialog-foot sticky">
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" loading={saving}
            rightSection={phone ? null : <Kbd keys="mod+Enter" />}>
            {t('common:save')}
          </Button>
        </div>
      </form>
      {drawer}
    </Modal>
  );
}
