/** One webhook: where it sends, of what, under which condition; its secret and its log. */
import { Button, Checkbox, MultiSelect, Select, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteWithUndo } from '@/engine/undo';
import { isApiError, useMetadata, type Filter } from '@/shared/api';
import { notify, notifyError } from '@/shared/ui';
import { Sheet } from '@/shared/ui/Sheet';
import '@/engine/form/form.css';
import { SecretDialog } from './SecretDialog';
import { WebhookLog } from './WebhookLog';
import { rotateSecret, saveWebhook, sendTest, type Webhook } from './webhooks';

interface Props {
  webhook?: Webhook;
  onClose: () => void;
}

export function WebhookSheet({ webhook, onClose }: Props) {
  const { t } = useTranslation('settings');
  const [secret, setSecret] = useState<string>();
  const remove = async () => {
    if (webhook && (await deleteWithUndo('webhooks', webhook.id, webhook.name))) onClose();
  };
  const rotate = (id: string) => rotateSecret(id).then(setSecret).catch(notifyError);
  const test = (id: string) =>
    sendTest(id).then(() => notify(t('webhooks.tested'))).catch(notifyError);
  return (
    <Sheet opened onClose={onClose} title={webhook?.name ?? t('webhooks.new')} width={520}>
      <WebhookForm webhook={webhook}
        onSaved={(made) => (made ? setSecret(made) : notify(t('common:saved')))} />
      {webhook && (
        <>
          <div className="settings-buttons">
            <Button variant="default" onClick={() => void test(webhook.id)}>
              {t('webhooks.test')}
            </Button>
            <Button variant="default" onClick={() => void rotate(webhook.id)}>
              {t('webhooks.rotate')}
            </Button>
            <Button variant="subtle" color="red" onClick={() => void remove()}>
              {t('webhooks.remove')}
            </Button>
          </div>
          <WebhookLog id={webhook.id} />
        </>
      )}
      {secret && (
        <SecretDialog secret={secret} onClose={() => {
          setSecret(undefined);
          if (!webhook) onClose();
        }} />
      )}
    </Sheet>
  );
}

const readValues = (webhook?: Webhook) => ({
  name: webhook?.name ?? '',
  url: webhook?.url ?? '',
  entity: webhook?.entity ?? '',
  events: webhook?.events ?? ['created', 'changed', 'deleted', 'restored'],
  filter: webhook?.filter ? JSON.stringify(webhook.filter, null, 2) : '',
  active: webhook?.active !== false,
});
type FormValues = ReturnType<typeof readValues>;

/** Nothing when the text is no JSON. */
function parseFilter(text: string): { filter: Filter | null } | undefined {
  if (!text.trim()) return { filter: null };
  try {
    return { filter: JSON.parse(text) as Filter };
  } catch {
    return undefined;
  }
}

function WebhookForm({ webhook, onSaved }: {
  webhook?: Webhook;
  onSaved: (secret?: string) => void;
}) {
  const { t } = useTranslation('settings');
  const before = readValues(webhook);
  const [values, setValues] = useState(before);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ [field: string]: string }>({});
  const put = (part: Partial<FormValues>) => setValues((old) => ({ ...old, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = parseFilter(values.filter);
    setWrong(parsed ? {} : { filter: t('webhooks.noJson') });
    if (!parsed) return;
    setBusy(true);
    saveWebhook(webhook?.id, { ...values, ...parsed })
      .then(onSaved)
      .catch((error: unknown) => {
        const fields = isApiError(error) ? error.fields : {};
        setWrong(fields);
        if (Object.keys(fields).length === 0) notifyError(error);
      })
      .finally(() => setBusy(false));
  };
  return (
    <form className="form" onSubmit={submit}>
      <Fields values={values} wrong={wrong} put={put} />
      <Button type="submit" loading={busy} style={{ alignSelf: 'flex-start' }}
        disabled={!values.name.trim() || !values.url.trim() || !values.entity
          || JSON.stringify(values) === JSON.stringify(before)}>
        {webhook ? t('common:save') : t('common:create')}
      </Button>
    </form>
  );
}

/** The message about a place inside the condition, with that place. */
function filterError(wrong: { [field: string]: string }) {
  const place = Object.keys(wrong).find((name) => name.startsWith('filter'));
  if (!place) return undefined;
  return place === 'filter' ? wrong[place] : `${place}: ${wrong[place]}`;
}

function Fields({ values, wrong, put }: {
  values: FormValues;
  wrong: { [field: string]: string };
  put: (part: Partial<FormValues>) => void;
}) {
  const { t } = useTranslation('settings');
  const { entities } = useMetadata();
  const events = entities.webhooks?.fields.find(({ name }) => name === 'events')?.choices ?? [];
  return (
    <>
      <TextInput label={t('webhooks.name')} required data-autofocus value={values.name}
        error={wrong.name} onChange={(e) => put({ name: e.currentTarget.value })} />
      <TextInput label={t('webhooks.url')} type="url" required placeholder="https://"
        value={values.url} error={wrong.url}
        onChange={(e) => put({ url: e.currentTarget.value })} />
      <Select label={t('webhooks.entity')} required searchable allowDeselect={false}
        value={values.entity || null} placeholder={t('common:choose')} error={wrong.entity}
        nothingFoundMessage={t('common:nothingFound')}
        data={Object.values(entities).map(({ name, labels }) =>
          ({ value: name, label: labels.many }))}
        onChange={(entity) => put({ entity: entity ?? '' })} />
      <MultiSelect label={t('webhooks.events')} required value={values.events}
        error={wrong.events} data={events.map(({ key, label }) => ({ value: key, label }))}
        onChange={(chosen) => put({ events: chosen })} />
      <Textarea label={t('webhooks.filter')} description={t('webhooks.filterText')} autosize
        minRows={2} spellCheck={false} value={values.filter} error={filterError(wrong)}
        placeholder='{"field": "stage", "op": "eq", "value": "won"}'
        onChange={(e) => put({ filter: e.currentTarget.value })} />
      <Checkbox label={t('webhooks.active')} checked={values.active}
        onChange={(e) => put({ active: e.currentTarget.checked })} />
    </>
  );
}
