/** Makes a record from anywhere: a few fields, all fields on demand, duplicates shown. */
import { Button, Modal } from '@mantine/core';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '@tanstack/react-router';
import {
  createRecord, isApiError, newKey, titleOf, useEntity, useSession, type Entity, type LinkValue,
} from '@/shared/api';
import { Kbd, notify, usePhone } from '@/shared/ui';
import { soon, UNNOTICED_MS } from '@/shared/lib/soon';
import { prepareRecord } from '../record/prepare_record';
import { Duplicates } from './Duplicates';
import { FormFields, FormSections, pickFields } from './FormFields';
import { hintsOf, useLook } from './TwinHints';
import { closeQuickCreate, useQuickCreate, type QuickCreateRequest } from './quick_create';
import { newValues, useRecordForm } from './use_record_form';
import { useTwins } from './use_twins';

/** All open dialogs; the shell draws this once. */
export function QuickCreateDialogs() {
  const stack = useQuickCreate((state) => state.stack);
  return stack.map((request) => <Guard key={request.key} request={request} />);
}

function Guard({ request }: { request: QuickCreateRequest }) {
  const entity = useEntity(request.entity);
  return entity ? <QuickCreateDialog request={request} entity={entity} /> : null;
}

function QuickCreateDialog({ request, entity }: { request: QuickCreateRequest; entity: Entity }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const create = useQuickCreateForm(request, entity);
  const { form, whole, failure, saving } = create;
  const names = entity.layouts.create.length > 0 ? entity.layouts.create : entity.layouts.list;
  const shown = whole ? entity.layouts.detail.flatMap((section) => section.rows.flat()) : names;
  const submit = (again: boolean) => create.submit(pickFields(form, shown), { again });
  const close = () => closeQuickCreate(request.key);
  const twins = useTwins(form);
  const { look, looking, drawer } = useLook();
  // What saving has been refused for is said once, at the head.
  const hints = hintsOf(entity, create.candidates.length > 0 ? [] : twins, shown, look);

  return (
    <Modal
      opened
      onClose={close}
      closeOnEscape={!looking}
      title={entity.labels.new}
      fullScreen={phone}
      size={whole ? 'xl' : 500}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          submit(false);
        }}
        onKeyDown={(event) => {
          if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            submit(event.shiftKey);
          }
        }}
      >
        {form.restored && (
          <div className="form-restored">
            {t('draftRestored')}
            <Button size="compact-sm" variant="subtle" onClick={form.reset}>{t('clear')}</Button>
          </div>
        )}
        {failure && <div className="form-failure" role="alert">{failure}</div>}
        {create.candidates.length > 0 && (
          <Duplicates
            entity={entity.name}
            candidates={create.candidates}
            busy={saving}
            onOpen={create.openExisting}
            onCreateAnyway={() => create.submit([], { again: false, anyway: true })}
          />
        )}
        {whole
          ? <FormSections form={form} sections={entity.layouts.detail} hints={hints} />
          : <FormFields form={form} names={names} autoFocus hints={hints} />}
        <div className="quick-foot">
          {!whole && (
            <Button variant="subtle" color="gray" onClick={create.showAll} mr="auto">
              {t('allFields')}
            </Button>
          )}
          {!request.onCreated && (
            <Button variant="default" disabled={saving} onClick={() => submit(true)}>
              {t('saveAndNew')}
            </Button>
          )}
          <Button type="submit" loading={saving}
            rightSection={phone ? null : <Kbd keys="mod+Enter" />}>
            {t('create')}
          </Button>
        </div>
      </form>
      {drawer}
    </Modal>
  );
}

function useQuickCreateForm(request: QuickCreateRequest, entity: Entity) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { user } = useSession();
  const [whole, setWhole] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [candidates, setCandidates] = useState<LinkValue[]>([]);
  const key = useRef(newKey());
  const form = useRecordForm({
    entity,
    initial: request.initial,
    // What was typed for one record must not turn up in another that begins with its own values.
    draftKey: Object.keys(request.initial).length === 0
      ? `${user.id}:new:${entity.name}`
      : `${user.id}:new:${entity.name}:${JSON.stringify(request.initial)}`,
  });
  const sending = useRef(false);
  const [saving, setSaving] = useState(false);

  const open = (link: LinkValue) =>
    navigate({ to: '/o/$entity/$id', params: { entity: link.entity, id: link.id } });

  const openExisting = (link: LinkValue) => {
    closeQuickCreate(request.key);
    if (request.onCreated) request.onCreated(link);
    else void open(link);
  };

  const failed = (error: unknown) => {
    if (isApiError(error) && error.isDuplicate) return setCandidates(error.candidates);
    const placed = form.takeErrors(error);
    setFailure(placed || !isApiError(error) ? undefined
      : error.isOffline ? t('error.offline') : error.message);
    if (placed) setWhole((now) => now || !allShown(error, entity));
  };

  const submit = async (
    required: Parameters<typeof form.check>[0], how: { again: boolean; anyway?: boolean },
  ) => {
    if (sending.current || !form.check(required)) return;
    sending.current = true;
    // Sent before anything is drawn: drawing takes longer than the way to the server.
    const sent = createRecord(entity.name, {
      values: newValues(form),
      duplicates: how.anyway ? 'create' : undefined,
      idempotencyKey: how.anyway ? newKey() : key.current,
    });
    // Drawing the form anew takes longer than most answers: only a slow one is told of.
    const slow = setTimeout(() => setSaving(true), UNNOTICED_MS);
    setFailure(undefined);
    setCandidates((known) => (known.length > 0 ? [] : known));
    try {
      const record = await sent;
      await finish(record.id, titleOf(entity, record), how.again);
    } catch (error) {
      // A refused attempt must not answer for the next, corrected one.
      if (!(isApiError(error) && error.isOffline)) key.current = newKey();
      failed(error);
    } finally {
      clearTimeout(slow);
      sending.current = false;
      setSaving(false);
    }
  };

  const finish = async (id: string, name: string, again: boolean) => {
    const made = { id, entity: entity.name, name };
    if (!again && !request.onCreated) {
      void prepareRecord(made);
      // Its page comes before this dialog uncovers the list, unless one would have to wait for it.
      await soon(open(made));
    }
    form.reset();
    key.current = newKey();
    notify(t('created', { name }));
    if (again) return;
    closeQuickCreate(request.key);
    request.onCreated?.(made);
  };

  return {
    form, whole, failure, candidates, submit, openExisting,
    saving,
    showAll: () => setWhole(true),
  };
}

const allShown = (error: unknown, entity: Entity) =>
  isApiError(error)
  && Object.keys(error.fields).every((name) => entity.layouts.create.includes(name));
