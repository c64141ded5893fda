/** What stands in place of a screen that failed, or of one that does not exist. */
import { Button } from '@mantine/core';
import { IconMapSearch } from '@tabler/icons-react';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState } from '@/shared/ui';

export function ScreenError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  useEffect(() => console.error(error), [error]);
  const retry = () => {
    reset();
    void router.invalidate();
  };
  return <ErrorState error={error} onRetry={retry} />;
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState icon={<IconMapSearch size={48} stroke={1.2} />} title={t('error.notFound')}>
      <Button variant="default" renderRoot={(props) => <Link to="/" {...props} />}>
        {t('nav.home')}
      </Button>
    </EmptyState>
  );
}
