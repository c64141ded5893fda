/** What a place says when there is nothing in it, or when it could not be read. */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCloudOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../api/error';

interface EmptyProps {
  icon?: ReactNode;
  title: string;
  text?: string;
  children?: ReactNode;
}

/** A 48 px line icon, one sentence, at most two actions as children. */
export const EmptyState = ({ icon, title, text, children }: EmptyProps) => (
  <div className="empty">
    {icon && <div className="empty-icon">{icon}</div>}
    <div className="empty-title">{title}</div>
    {text && <p className="empty-text">{text}</p>}
    {children && <div className="empty-actions">{children}</div>}
  </div>
);

/** A failed read, in place, with Retry and the request's id. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const offline = isApiError(error) && error.isOffline;
  const Icon = offline ? IconCloudOff : IconAlertTriangle;
  const known = isApiError(error) && !offline ? error.message : undefined;
  return (
    <EmptyState
      icon={<Icon size={48} stroke={1.2} />}
      title={offline ? t('error.offline') : t('error.title')}
      text={known}
    >
      {onRetry && <Button variant="default" onClick={onRetry}>{t('retry')}</Button>}
      {isApiError(error) && error.requestId && (
        <div className="request-id" style={{ flexBasis: '100%' }}>{error.requestId}</div>
      )}
    </EmptyState>
  );
}
