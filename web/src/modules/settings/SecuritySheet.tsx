/** By what a person signs in, and where; an administrator ends sessions and keys here. */
import '@/shared/ui/lines.css';
import { Button } from '@mantine/core';
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, queryClient } from '@/shared/api';
import { formatRelative } from '@/shared/i18n/relative';
import { deviceName } from '@/shared/lib/device';
import { ErrorState, notify, notifyError, SkeletonRows, Tag } from '@/shared/ui';
import { Sheet } from '@/shared/ui/Sheet';
import { SignInLine, type SignInEntry } from '@/shared/ui/SignInLine';
import type { User } from './people';

interface Security {
  second_factor: { enabled: boolean };
  sessions: {
    id: string; agent: string; address: string; last_seen_at: string; current: boolean;
  }[];
  api_keys: { id: string; name: string; hint: string; last_used_at: string | null }[];
  sign_ins: SignInEntry[];
}

const FEW = 20;

const securityQuery = (user: string) => queryOptions({
  queryKey: ['users', user, 'security'] as const,
  queryFn: () => api.get<Security>(`/users/${user}/security`),
  staleTime: 0,
});

export function SecuritySheet({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const navigate = useNavigate();
  const security = useQuery(securityQuery(user.id));
  return (
    <Sheet opened onClose={onClose} title={t('security.title', { name: user.name })} width={480}>
      {security.isPending && <SkeletonRows />}
      {security.error && (
        <ErrorState error={security.error} onRetry={() => void security.refetch()} />
      )}
      {security.data && (
        <>
          <Parts user={user} security={security.data} />
          <Button variant="default" fullWidth mt={16}
            onClick={() => void navigate({ to: '/settings/audit', search: { person: user.id } })}>
            {t('security.audit')}
          </Button>
        </>
      )}
    </Sheet>
  );
}

/** Ends something of the person's: the path under the person. */
function useEnding(user: User) {
  const { t } = useTranslation('settings');
  return useMutation({
    mutationFn: (path: string) => api.delete(`/users/${user.id}/${path}`),
    onError: notifyError,
    onSuccess: (_, path) => path === 'sessions' && notify(t('security.ended')),
    onSettled: () => queryClient.invalidateQueries(securityQuery(user.id)),
  });
}

function Parts({ user, security }: { user: User; security: Security }) {
  const { t } = useTranslation('settings');
  const { second_factor: factor, sessions, api_keys: keys, sign_ins: signIns } = security;
  const end = useEnding(user);
  const others = sessions.some(({ current }) => !current);
  return (
    <>
      <Part title={t('security.factor')} aside={factor.enabled && (
        <Button variant="subtle" color="gray" onClick={() => end.mutate('second-factor')}
          aria-label={`${t('security.turnOff')}: ${t('security.factor')}`}>
          {t('security.turnOff')}
        </Button>
      )}>
        <Tag label={t(factor.enabled ? 'security.factorOn' : 'security.factorOff')}
          color={factor.enabled ? 'green' : 'gray'} />
        {factor.enabled && <p className="muted">{t('security.turnOffText')}</p>}
      </Part>
      <Part title={t('security.sessions')} aside={others && (
        <Button variant="subtle" color="gray" onClick={() => end.mutate('sessions')}>
          {t('security.endAll')}
        </Button>
      )}>
        <Lines none={t('security.none')}
          items={sessions.map(({ id, agent, address, last_seen_at: seen, current }) => ({
            id,
            head: deviceName(agent) || '—',
            tail: `${address} · ${formatRelative(seen)}`,
            action: current ? undefined : t('common:signOut'),
            onAct: () => end.mutate(`sessions/${id}`),
          }))} />
      </Part>
      <Part title={t('security.keys')}>
        <Lines none={t('security.noKeys')}
          items={keys.map(({ id, name, hint, last_used_at: used }) => ({
            id,
            head: name || hint,
            tail: [hint, used && formatRelative(used)].filter(Boolean).join(' · '),
            action: t('security.revoke'),
            onAct: () => end.mutate(`api-keys/${id}`),
          }))} />
      </Part>
      <Part title={t('security.signIns')}>
        {signIns.length === 0 && <p className="muted">{t('security.noSignIns')}</p>}
        <ul className="lines">
          {signIns.slice(0, FEW).map((entry) => <SignInLine key={entry.id} entry={entry} />)}
        </ul>
      </Part>
    </>
  );
}

interface PartProps {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}

const Part = ({ title, aside, children }: PartProps) => (
  <section className="settings-part" aria-label={title}>
    <div className="settings-part-head"><h3>{title}</h3>{aside}</div>
    {children}
  </section>
);

interface Line {
  id: string;
  head: string;
  tail: string;
  action?: string;
  onAct: () => void;
}

function Lines({ items, none }: { items: Line[]; none: string }) {
  if (items.length === 0) return <p className="muted">{none}</p>;
  return (
    <ul className="lines">
      {items.map(({ id, head, tail, action, onAct }) => (
        <li key={id}>
          <div className="lines-text">
            <span className="clip">{head}</span>
            <span className="muted clip">{tail}</span>
          </div>
          {action && (
            <Button variant="subtle" color="gray" aria-label={`${action}: ${head}`}
              onClick={onAct}>
              {action}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
