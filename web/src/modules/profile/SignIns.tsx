/** When and from where the person signed in, and who tried to. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SignInLine } from '@/shared/ui/SignInLine';
import { ErrorState, SkeletonRows } from '@/shared/ui';
import { signInsQuery } from './api';

const FEW = 5;

export function SignIns() {
  const { t } = useTranslation('profile');
  const signIns = useQuery(signInsQuery);
  const [all, setAll] = useState(false);
  if (signIns.isPending) return <SkeletonRows rows={3} />;
  if (signIns.error) {
    return <ErrorState error={signIns.error} onRetry={() => void signIns.refetch()} />;
  }
  if (signIns.data.length === 0) return <p className="muted">{t('signIns.empty')}</p>;
  const shown = all ? signIns.data : signIns.data.slice(0, FEW);
  return (
    <>
      <ul className="lines">
        {shown.map((entry) => <SignInLine key={entry.id} entry={entry} />)}
      </ul>
      {shown.length < signIns.data.length && (
        <Button variant="default" onClick={() => setAll(true)}>{t('signIns.all')}</Button>
      )}
    </>
  );
}
