/** Keys with which programs act for the person. */
import { Button } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, queryClient } from '@/shared/api';
import { formatInstant } from '@/shared/i18n/format';
import { formatRelative } from '@/shared/i18n/relative';
import { ErrorState, notifyError, SkeletonRows } from '@/shared/ui';
import { keysQuery, type ApiKey } from './api';
import { AskDialog } from './AskDialog';
import { NewKeyDialog } from './NewKeyDialog';

export function ApiKeys() {
  const { t } = useTranslation('profile');
  const keys = useQuery(keysQuery);
  const [making, setMaking] = useState(false);
  const [revoked, setRevoked] = useState<ApiKey>();
  const refresh = () => void queryClient.invalidateQueries({ queryKey: keysQuery.queryKey });
  const revoke = useMutation({
    mutationFn: (key: ApiKey) => api.delete(`/profile/api-keys/${key.id}`),
    onError: notifyError,
    onSettled: refresh,
  });
  if (keys.isPending) return <SkeletonRows rows={2} />;
  if (keys.error) return <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />;
  return (
    <>
      {keys.data.length > 0 && (
        <ul className="lines">
          {keys.data.map((key) => (
            <KeyLine key={key.id} apiKey={key} onRevoke={() => setRevoked(key)} />
          ))}
        </ul>
      )}
      <Button
        variant="default"
        leftSection={<IconPlus size={16} stroke={1.7} />}
        onClick={() => setMaking(true)}
      >
        {t('keys.new')}
      </Button>
      {making && <NewKeyDialog onMade={refresh} onClose={() => setMaking(false)} />}
      {revoked && (
        <AskDialog
          title={t('keys.revokeTitle', { name: revoked.name || revoked.hint })}
          text={t('keys.revokeText')}
          action={t('keys.revoke')}
          onClose={() => setRevoked(undefined)}
          onConfirm={() => {
            revoke.mutate(revoked);
            setRevoked(undefined);
          }}
        />
      )}
    </>
  );
}

function KeyLine({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { t } = useTranslation('profile');
  const name = apiKey.name || t('keys.nameless');
  const scope = ['admin', 'write', 'read'].find((word) => apiKey.scopes.includes(word));
  const rights = t(`keys.${scope ?? 'read'}`);
  const ends = apiKey.expires_at ?? '';
  const until = ends && (Date.parse(ends) < Date.now()
    ? t('keys.over') : t('keys.until', { when: formatInstant(ends) }));
  const used = apiKey.last_used_at
    ? t('keys.used', { when: formatRelative(apiKey.last_used_at) })
    : t('keys.unused');
  return (
    <li>
      <IconKey size={20} stroke={1.6} className="faint" />
      <div className="lines-text">
        <span className="clip">{name}</span>
        <span className="muted clip">
          {[apiKey.hint, rights, until, apiKey.networks, used].filter(Boolean).join(' · ')}
        </span>
      </div>
      <Button
        variant="subtle"
        color="gray"
        aria-label={`${t('keys.revoke')}: ${name}`}
        onClick={onRevoke}
      >
        {t('keys.revoke')}
      </Button>
    </li>
  );
}
