/** Webhooks: who outside is told of changes. */
import './settings.css';
import { Button } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { formatRelative } from '@/shared/i18n/relative';
import { EmptyState, ErrorState, Screen, SkeletonRows, Tag } from '@/shared/ui';
import { FAULTS, useWebhooks, type Webhook } from './webhooks';
import { WebhookSheet } from './WebhookSheet';

export default function WebhooksScreen() {
  const { t } = useTranslation('settings');
  const webhooks = useWebhooks();
  const [opened, setOpened] = useState<string>();
  const webhook = webhooks.data?.find(({ id }) => id === opened);
  const add = (
    <Button leftSection={<IconPlus size={16} stroke={1.7} />} onClick={() => setOpened('new')}>
      {t('webhooks.add')}
    </Button>
  );
  return (
    <Screen title={t('common:nav.webhooks')} aside={webhooks.data?.length} actions={add}>
      {webhooks.isPending && <SkeletonRows />}
      {webhooks.error && (
        <ErrorState error={webhooks.error} onRetry={() => void webhooks.refetch()} />
      )}
      {webhooks.data?.length === 0 && (
        <EmptyState icon={<IconWebhook size={48} stroke={1.2} />} title={t('webhooks.empty')}
          text={t('webhooks.emptyText')}>{add}</EmptyState>
      )}
      {webhooks.data && webhooks.data.length > 0 && (
        <ul className="settings-cards">
          {webhooks.data.map((each) => (
            <li key={each.id}>
              <WebhookCard webhook={each} onOpen={() => setOpened(each.id)} />
            </li>
          ))}
        </ul>
      )}
      {(webhook || opened === 'new') && (
        <WebhookSheet key={opened} webhook={webhook} onClose={() => setOpened(undefined)} />
      )}
    </Screen>
  );
}

function WebhookCard({ webhook, onOpen }: { webhook: Webhook; onOpen: () => void }) {
  const { t } = useTranslation('settings');
  const { entities } = useMetadata();
  const what = entities[webhook.entity]?.labels.many ?? webhook.entity;
  const off = webhook.active === false;
  const fault = off ? undefined : FAULTS.find((each) => each === webhook.last_error);
  return (
    <button type="button" className="settings-card" onClick={onOpen}>
      <strong className="clip">{webhook.name}</strong>
      <span className="muted clip">{what}</span>
      <span className="muted clip">{webhook.url}</span>
      <span className="settings-faces">
        {off && <Tag label={t('webhooks.off')} color="gray" />}
        {fault && <Tag label={t(`webhooks.fault.${fault}`)} color="red" />}
        {!off && webhook.failing_since && (
          <Tag color="red"
            label={t('webhooks.failing', { when: formatRelative(webhook.failing_since) })} />
        )}
        {!off && !fault && !webhook.failing_since && (
          <Tag label={webhook.last_sent_at
            ? t('webhooks.sent', { when: formatRelative(webhook.last_sent_at) })
            : t('webhooks.unsent')} color={webhook.last_sent_at ? 'green' : 'gray'} />
        )}
      </span>
    </button>
  );
}
