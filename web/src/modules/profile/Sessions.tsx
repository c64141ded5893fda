/** Where the person is signed in; each place can be signed out. */
import { Button } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, queryClient } from '@/shared/api';
import { formatRelative } from '@/shared/i18n/relative';
import { ErrorState, notifyError, SkeletonRows, Tag } from '@/shared/ui';
import { sessionsQuery, type SignedInPlace } from './api';
import { deviceName, isPhone } from '@/shared/lib/device';

export function Sessions() {
  const { t } = useTranslation('profile');
  const sessions = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (id?: string) => api.delete(id ? `/profile/sessions/${id}` : '/profile/sessions'),
    onError: notifyError,
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  if (sessions.isPending) return <SkeletonRows rows={2} />;
  if (sessions.error) {
    return <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />;
  }
  const others = sessions.data.filter(({ current }) => !current);
  return (
    <>
      <ul className="lines">
        {sessions.data.map((place) => (
          <Place key={place.id} place={place} busy={end.isPending}
            onEnd={() => end.mutate(place.id)} />
        ))}
      </ul>
      {others.length > 1 && (
        <Button variant="default" loading={end.isPending} onClick={() => end.mutate(undefined)}>
          {t('sessions.endOthers')}
        </Button>
      )}
    </>
  );
}

interface Props {
  place: SignedInPlace;
  busy: boolean;
  onEnd: () => void;
}

function Place({ place, busy, onEnd }: Props) {
  const { t } = useTranslation('profile');
  const Icon = isPhone(place.agent) ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <li>
      <Icon size={20} stroke={1.6} className="faint" />
      <div className="lines-text">
        <span className="clip" title={place.agent}>{deviceName(place.agent)}</span>
        <span className="muted clip">
          {place.address} · {formatRelative(place.last_seen_at)}
        </span>
      </div>
      {place.current ? <Tag label={t('sessions.current')} color="green" /> : (
        <Button variant="subtle" color="gray" disabled={busy} onClick={onEnd}
          aria-label={`${t('common:signOut')}: ${deviceName(place.agent)}`}>
          {t('common:signOut')}
        </Button>
      )}
    </li>
  );
}
