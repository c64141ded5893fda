/** Asks once for what a column requires of several cards that move to it. */
import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormFields, pickFields, useRecordForm } from '@/engine/form';
import { choicesOf, useMetadata, type CrmRecord, type Entity, type Field } from '@/shared/api';
import { Kbd, usePhone } from '@/shared/ui';

interface Props {
  entity: Entity;
  field: Field;
  records: CrmRecord[];
  column: string;
  /** Fields to ask for. */
  names: string[];
  onClose: () => void;
  onSend: (values: { [field: string]: unknown }) => void;
}

const NOTHING = {};

export default function MoveManyDialog(props: Props) {
  const { entity, field, records, column, names, onClose } = props;
  const { t } = useTranslation(['record', 'lists']);
  const phone = usePhone();
  const metadata = useMetadata();
  const form = useRecordForm({ entity, initial: NOTHING });
  const stage = choicesOf(metadata, field, records[0]!).find(({ key }) => key === column)?.label;

  const submit = () => {
    const asked = pickFields(form, names).map((each) => ({ ...each, required: true }));
    if (!form.check(asked)) return;
    onClose();
    props.onSend(Object.fromEntries(names.map((name) => [name, form.values[name]])));
  };
  return (
    <Modal
      opened onClose={onClose} size={460}
      title={`${t('stage.dialog', { stage })} · ${t('lists:selected', { count: records.length })}`}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        onKeyDown={(event) => {
          if (event.code !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          submit();
        }}
      >
        <FormFields form={form} names={names} autoFocus />
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" rightSection={phone ? null : <Kbd keys="mod+Enter" />}>
            {t('stage.move')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
