/** Saves what a list shows under a name, or changes the name and sharing of a saved view. */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormFields, pickFields, useRecordForm } from '@/engine/form';
import { useEntity, type CrmRecord, type Entity } from '@/shared/api';
import { notify, notifyError } from '@/shared/ui';
import { changeView, createView, type NewView } from './saved_views';
import type { ListControl } from './use_list_state';
import { definitionOf, type SavedView } from './view_state';
import { useSums, useWidths } from './widths';

const NAMES = ['name', 'shared', 'pinned'];
// Whom it opens first for is said by those who may; others do not see the question.
const ROLES = 'default_for';

interface Props {
  list: ListControl;
  /** The view to change; without it a new one is made. */
  view?: SavedView;
  onClose: () => void;
}

export default function ViewDialog(props: Props) {
  const entity = useEntity('views');
  return entity ? <Dialog {...props} entity={entity} /> : null;
}

function Dialog({ list, view, onClose, entity }: Props & { entity: Entity }) {
  const { t } = useTranslation('lists');
  const widths = useWidths(list.entity.name, list.view);
  const sums = useSums(list.entity.name, list.view);
  const [saving, setSaving] = useState(false);
  const [initial] = useState({ shared: 'own', pinned: true });
  const may = entity.fields.some(({ name, read_only }) => name === ROLES && !read_only);
  const names = may ? [...NAMES, ROLES] : NAMES;
  const form = useRecordForm({
    entity, initial, record: view && (view as unknown as CrmRecord),
  });
  const save = async () => {
    if (saving || !form.check(pickFields(form, names))) return;
    setSaving(true);
    try {
      if (view) await changeView(view.id, form.changes);
      else {
        const { name, shared, pinned, default_for } = form.values as unknown as NewView;
        const id = await createView({
          name, shared, pinned: pinned === true, ...(may && { default_for }),
          entity: list.entity.name, kind: list.state.kind,
          definition: definitionOf(list.state, widths, sums), position: list.views.length,
        });
        list.chooseView(id);
      }
      notify(t('viewSaved'));
      onClose();
    } catch (error) {
      if (!form.takeErrors(error)) notifyError(error);
    } finally {
      setSaving(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={view ? t('editView') : entity.labels.new} size={420}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <FormFields form={form} names={names} autoFocus />
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" loading={saving}>{t('common:save')}</Button>
        </div>
      </form>
    </Modal>
  );
}
