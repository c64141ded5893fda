/** Signs in, or confirms, at the company's provider, where there is one. */
import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { notifyError } from '@/shared/ui';
import { leaveFor, waysQuery, type ProviderPath } from './provider';

interface Props {
  path: ProviderPath;
  next: string;
}

export function ProviderButton({ path, next }: Props) {
  const { t } = useTranslation('session');
  const { data } = useQuery(waysQuery);
  const leave = useMutation({ mutationFn: () => leaveFor(path, next), onError: notifyError });
  if (!data?.provider) return null;
  const label = data.provider.label || t('provider.default');
  return (
    <>
      <div className="auth-or muted">{t('provider.or')}</div>
      <Button variant="default" fullWidth loading={leave.isPending} onClick={() => leave.mutate()}>
        {t(path.endsWith('confirm') ? 'provider.confirm' : 'provider.by', { label })}
      </Button>
    </>
  );
}
