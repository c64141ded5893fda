/** The audit: who saw, changed, took out and administered what, from where and when. */
import './audit.css';
import { Button } from '@mantine/core';
import { IconDownload, IconEyeSearch, IconSettings } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiUrl } from '@/shared/api';
import { EmptyState, ErrorState, Screen, SkeletonRows, usePhone } from '@/shared/ui';
import { auditQuery, queryOf, type AuditFilter } from './api';
import { AuditRow } from './AuditRow';
import { Filters } from './Filters';
import { SettingsSheet } from './SettingsSheet';

export default function AuditScreen() {
  const { t } = useTranslation('audit');
  const phone = usePhone();
  const navigate = useNavigate();
  const filter: AuditFilter = useSearch({ from: '/inside/settings/settings/audit' });
  const list = useInfiniteQuery(auditQuery(filter));
  const [settings, setSettings] = useState(false);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (next: AuditFilter) =>
    void navigate({ to: '/settings/audit', search: next, replace: true });
  return (
    <Screen title={t('common:nav.audit')} actions={(
      <>
        <Button variant="default" component="a" href={apiUrl('/audit/export', queryOf(filter))}
          download leftSection={<IconDownload size={16} stroke={1.7} />}>
          {phone ? 'CSV' : t('export')}
        </Button>
        <Button variant="default" leftSection={<IconSettings size={16} stroke={1.7} />}
          aria-label={t('settings.title')} onClick={() => setSettings(true)}>
          {phone ? t('settings.short') : t('settings.title')}
        </Button>
      </>
    )}>
      <Filters filter={filter} onChange={change} />
      {list.isPending && <SkeletonRows rows={8} />}
      {list.error && items.length === 0 && (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data && items.length === 0 && !list.hasNextPage && (
        <EmptyState icon={<IconEyeSearch size={48} stroke={1.2} />} title={t('none')}
          text={t('noneText')} />
      )}
      <ul className="audit" aria-label={t('common:nav.audit')}>
        {items.map((item) => (
          <AuditRow key={item.id} item={item} filter={filter} onFilter={change} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button variant="subtle" fullWidth loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}>
          {items.length === 0 ? t('lookFurther') : t('common:showMore')}
        </Button>
      )}
      {settings && <SettingsSheet onClose={() => setSettings(false)} />}
    </Screen>
  );
}
