/** How long the audit is kept, and from how much on administrators are told of a person. */
import '@/engine/form/form.css';
import { Button, NumberInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, isApiError, queryClient } from '@/shared/api';
import { ErrorState, notify, SkeletonRows } from '@/shared/ui';
import { Sheet } from '@/shared/ui/Sheet';
import { LIMITS, settingsQuery, type AuditSettings } from './api';

export function SettingsSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('audit');
  const settings = useQuery(settingsQuery);
  return (
    <Sheet opened onClose={onClose} title={t('settings.title')} width={440}>
      {settings.isPending && <SkeletonRows />}
      {settings.error && (
        <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      {settings.data && <SettingsForm settings={settings.data} onDone={onClose} />}
    </Sheet>
  );
}

function SettingsForm({ settings, onDone }: { settings: AuditSettings; onDone: () => void }) {
  const { t } = useTranslation('audit');
  const [values, setValues] = useState(settings);
  const save = useMutation({
    mutationFn: () => api.put<AuditSettings>('/audit/settings', values),
    onSuccess: (saved) => {
      queryClient.setQueryData(settingsQuery.queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: ['audit'] });
      notify(t('common:saved'));
      onDone();
    },
  });
  const error = isApiError(save.error) ? save.error : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <p className="muted" style={{ margin: 0 }}>{t('settings.text')}</p>
      {error && Object.keys(error.fields).length === 0 && (
        <div className="form-failure" role="alert">{error.message}</div>
      )}
      {LIMITS.map((name) => (
        <NumberInput key={name} label={t(`settings.${name}`)} min={0} allowDecimal={false}
          description={name === 'keep_days' ? undefined : t('settings.zero')}
          thousandSeparator=" " value={values[name]} error={error?.fields[name]}
          onChange={(value) => setValues({ ...values, [name]: Number(value) || 0 })} />
      ))}
      <div className="empty-actions" style={{ justifyContent: 'flex-end' }}>
        <Button type="submit" loading={save.isPending}>{t('common:save')}</Button>
      </div>
    </form>
  );
}
