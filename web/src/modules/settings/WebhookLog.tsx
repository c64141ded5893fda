/** What a webhook has sent and will send, each with its answer and "send again". */
import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Color } from '@/shared/api';
import { formatInstant } from '@/shared/i18n/format';
import { ErrorState, notifyError, SkeletonRows, Tag } from '@/shared/ui';
import { sendAgain, useDeliveries, type Delivery } from './webhooks';

const COLORS: { [state in Delivery['state']]: Color } = {
  waiting: 'orange', sending: 'blue', delivered: 'green', failed: 'red', cancelled: 'gray',
};

export function WebhookLog({ id }: { id: string }) {
  const { t } = useTranslation('settings');
  const log = useDeliveries(id);
  const again = useMutation({
    mutationFn: (delivery: string) => sendAgain(id, delivery), onError: notifyError,
  });
  const all = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="settings-log" aria-label={t('webhooks.log')}>
      <h3>{t('webhooks.log')}</h3>
      {log.isPending && <SkeletonRows rows={2} />}
      {log.error && <ErrorState error={log.error} onRetry={() => void log.refetch()} />}
      {log.data && all.length === 0 && <p className="muted">{t('webhooks.logEmpty')}</p>}
      <ul>
        {all.map((delivery) => (
          <Line key={delivery.id} delivery={delivery}
            onAgain={() => again.mutate(delivery.id)} />
        ))}
      </ul>
      {log.hasNextPage && (
        <Button variant="subtle" loading={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}>
          {t('webhooks.more')}
        </Button>
      )}
    </section>
  );
}

function Line({ delivery, onAgain }: { delivery: Delivery; onAgain: () => void }) {
  const { t } = useTranslation('settings');
  const { state, error, attempts } = delivery;
  const facts = [
    formatInstant(delivery.attempted_at ?? delivery.created_at),
    delivery.status !== null && t('webhooks.answered', { status: delivery.status }),
    attempts > 1 && t('webhooks.attempts', { count: attempts }),
    delivery.next_attempt_at && attempts > 0
      && t('webhooks.next', { when: formatInstant(delivery.next_attempt_at) }),
  ].filter(Boolean);
  return (
    <li>
      <div className="settings-log-text">
        <span className="settings-log-head">
          <Tag label={t(`webhooks.state.${state}`)} color={COLORS[state]} />
          <span className="clip">{delivery.event}</span>
        </span>
        <span className="muted">{facts.join(' · ')}</span>
        {error && state !== 'delivered' && <span className="muted">{error.message}</span>}
      </div>
      <Button variant="subtle" disabled={state === 'sending'} onClick={onAgain}
        aria-label={`${t('webhooks.again')}: ${delivery.event}`}>
        {t('webhooks.again')}
      </Button>
    </li>
  );
}
