/** Saving one of the settings' records from a form, with its wrong fields. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createRecord, isApiError, saveRecord } from '@/shared/api';
import { notify, notifyError } from '@/shared/ui';

/** Errors of parts of a field ("rules.accounts", "condition.all[0].value") count as the field's. */
const rootOf = (field: string) => field.split('.')[0] ?? field;

export function useSave(entity: string, id: string | undefined, onDone: () => void) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ [field: string]: string }>({});
  const save = (values: { [field: string]: unknown }) => {
    setBusy(true);
    setWrong({});
    const work = id
      ? saveRecord(entity, { id, changes: values }) : createRecord(entity, { values });
    work
      .then(() => {
        notify(t('saved'));
        onDone();
      })
      .catch((error: unknown) => {
        const fields = Object.entries(isApiError(error) ? error.fields : {})
          .map(([field, message]) => [rootOf(field), message] as const);
        setWrong(Object.fromEntries(fields));
        if (!fields.some(([field]) => field in values)) notifyError(error);
      })
      .finally(() => setBusy(false));
  };
  return { busy, wrong, save };
}
