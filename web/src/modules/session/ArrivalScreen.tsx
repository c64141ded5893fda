/** Where the provider returns people to: its answer goes to the server, and out of the address. */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SkeletonRows } from '@/shared/ui';
import { AuthFrame } from './AuthFrame';
import { arrive } from './provider';

export default function ArrivalScreen() {
  const { t } = useTranslation('session');
  const router = useRouter();
  const [search] = useState(() => new URLSearchParams(window.location.search));
  const { mutate, error } = useMutation({
    mutationFn: () => arrive(search),
    onSuccess: (next) => router.navigate({ href: next, replace: true }),
  });
  // A code is good once, and effects run twice while developing.
  const sent = useRef(false);
  useEffect(() => {
    if (sent.current) return;
    sent.current = true;
    window.history.replaceState(null, '', window.location.pathname);
    mutate();
  }, [mutate]);
  if (!error) {
    return <AuthFrame title={t('arrival.title')}><SkeletonRows rows={2} /></AuthFrame>;
  }
  return (
    <AuthFrame title={t('arrival.failed')}>
      <div className="form-failure" role="alert">{error.message}</div>
      <Button component={Link} to="/sign-in" variant="default" fullWidth mt={12}>
        {t('arrival.again')}
      </Button>
    </AuthFrame>
  );
}
