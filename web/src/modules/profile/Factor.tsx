/** The second factor: whether it is on, and turning it on and off. */
import { Button } from '@mantine/core';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, queryClient } from '@/shared/api';
import { formatRelative } from '@/shared/i18n/relative';
import { ErrorState, notify, notifyError, SkeletonRows } from '@/shared/ui';
import { factorQuery } from './api';
import { AskDialog } from './AskDialog';
import type { FactorSecret } from './FactorDialog';

const FactorDialog = lazy(() => import('./FactorDialog'));

const refresh = () =>
  void queryClient.invalidateQueries({ queryKey: factorQuery.queryKey });

export function Factor() {
  const { t } = useTranslation('profile');
  const factor = useQuery(factorQuery);
  const [asking, setAsking] = useState(false);
  const begin = useMutation({
    mutationFn: () => api.post<FactorSecret>('/profile/second-factor'),
    onError: notifyError,
  });
  const renew = useMutation({
    mutationFn: () => api.post<{ codes: string[] }>('/profile/second-factor/codes'),
    onError: notifyError,
    onSuccess: refresh,
  });
  const turnOff = useMutation({
    mutationFn: () => api.delete('/profile/second-factor'),
    onError: notifyError,
    onSuccess: () => notify(t('factor.turnedOff')),
    onSettled: refresh,
  });
  if (factor.isPending) return <SkeletonRows rows={1} />;
  if (factor.error) {
    return <ErrorState error={factor.error} onRetry={() => void factor.refetch()} />;
  }
  const { enabled, since, recovery_left: left } = factor.data;
  const close = () => {
    begin.reset();
    renew.reset();
  };
  return (
    <>
      <ul className="lines">
        <li>
          {enabled ? <IconShieldCheck size={20} stroke={1.6} className="faint" />
            : <IconShieldOff size={20} stroke={1.6} className="faint" />}
          <div className="lines-text">
            <span>{enabled
              ? t('factor.on', { when: formatRelative(since ?? '') }) : t('factor.off')}</span>
            {enabled && <span className="muted">{t('factor.left', { count: left })}</span>}
          </div>
          {enabled && (
            <Button variant="subtle" color="gray" onClick={() => setAsking(true)}>
              {t('factor.turnOff')}
            </Button>
          )}
        </li>
      </ul>
      <Button variant="default" loading={begin.isPending || renew.isPending}
        onClick={() => (enabled ? renew.mutate() : begin.mutate())}>
        {t(enabled ? 'factor.newCodes' : 'factor.turnOn')}
      </Button>
      <Suspense>
        {(begin.data ?? renew.data) && (
          <FactorDialog made={begin.data} codes={renew.data?.codes} onOn={refresh}
            onClose={close} />
        )}
      </Suspense>
      {asking && (
        <AskDialog title={t('factor.turnOffTitle')} text={t('factor.turnOffText')}
          action={t('factor.turnOff')} onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            turnOff.mutate();
          }} />
      )}
    </>
  );
}
