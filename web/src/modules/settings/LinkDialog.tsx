/** A link with which somebody chooses a password, told once. */
import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/shared/api';
import { formatInstant } from '@/shared/i18n/format';
import { ErrorState, SkeletonRows } from '@/shared/ui';
import { SecretTold } from '@/shared/ui/SecretTold';
import type { User } from './people';

interface PasswordLink {
  path: string;
  /** Null when the server does not know its address: then this browser does. */
  url: string | null;
  expires_at: string;
}

export function LinkDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const make = useMutation({
    mutationFn: () => api.post<PasswordLink>(`/users/${user.id}/password-link`),
  });
  const { mutate } = make;
  useEffect(() => mutate(), [mutate]);
  return (
    <Modal opened onClose={onClose} title={t('link.title', { name: user.name })}
      closeOnClickOutside={false} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {make.isPending && <SkeletonRows rows={2} />}
      {make.error && <ErrorState error={make.error} onRetry={mutate} />}
      {make.data && (
        <SecretTold text={t('link.text', { when: formatInstant(make.data.expires_at) })}
          secret={make.data.url ?? `${window.location.origin}${make.data.path}`}
          onClose={onClose} />
      )}
    </Modal>
  );
}
