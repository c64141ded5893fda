/**
 * The page of any record, drawn from the metadata: the whole screen, or a drawer over a list.
 * On a wide page fields stand beside the timeline; on a narrow one they are a tab.
 */
import './record.css';
import { Button } from '@mantine/core';
import { IconArrowMerge, IconMapSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError, useEntity, useRecord } from '@/shared/api';
import { EmptyState, ErrorState, SkeletonBar, SkeletonRows } from '@/shared/ui';
import { readFirst } from './read_first';
import { RecordBody } from './RecordBody';

export interface RecordPageProps {
  entity: string;
  id: string;
  /** Which tab is open, and telling which one the person chose; kept inside when absent. */
  tab?: string;
  onTab?: (tab: string) => void;
  /** Shows another record here: the next of the list. */
  onGo: (id: string) => void;
  /** The record was deleted. */
  onLeave: () => void;
  /** Makes it a drawer. */
  onClose?: () => void;
}

export function RecordPage(props: RecordPageProps) {
  const { t } = useTranslation('record');
  const entity = useEntity(props.entity);
  useLayoutEffect(() => {
    void readFirst(props.entity, props.id);
  }, [props.entity, props.id]);
  const record = useRecord(props.entity, props.id);
  if (!entity) return <EmptyState title={t('common:error.notFound')} />;
  if (record.data) {
    return <RecordBody key={props.id} {...props} definition={entity} record={record.data} />;
  }
  const heir = isApiError(record.error) ? record.error.problem.merged_into : undefined;
  if (heir) {
    return (
      <EmptyState icon={<IconArrowMerge size={48} stroke={1.2} />} title={t('mergedInto')}>
        <Button renderRoot={(root) => (
          <Link to="/o/$entity/$id" params={{ entity: heir.entity, id: heir.id }} {...root} />
        )}>
          {heir.name}
        </Button>
      </EmptyState>
    );
  }
  if (isApiError(record.error) && record.error.status === 404) {
    return (
      <EmptyState icon={<IconMapSearch size={48} stroke={1.2} />} title={record.error.message}>
        <Button variant="default" onClick={props.onLeave}>{entity.labels.many}</Button>
      </EmptyState>
    );
  }
  if (record.error) {
    return <ErrorState error={record.error} onRetry={() => void record.refetch()} />;
  }
  return <Waiting />;
}

const Waiting = () => (
  <article className="record" aria-busy>
    <header className="record-bar">
      <SkeletonBar width={28} height={28} />
      <SkeletonBar width="40%" height={14} />
    </header>
    <SkeletonRows rows={10} />
  </article>
);
