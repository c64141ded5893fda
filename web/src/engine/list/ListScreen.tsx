/** The list of an entity: names of its records, page by page. */
import { Button } from '@mantine/core';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { titleOf, useEntity, useRecordList, type Entity } from '@/shared/api';
import { EmptyState, EntityIcon, ErrorState, Screen, SkeletonRows } from '@/shared/ui';

export default function ListScreen() {
  const { t } = useTranslation();
  const { entity: name } = useParams({ from: '/inside/o/$entity' });
  const entity = useEntity(name);
  if (!entity) return <EmptyState title={t('error.notFound')} />;
  return <Rows key={name} entity={entity} />;
}

function Rows({ entity }: { entity: Entity }) {
  const { t } = useTranslation();
  const { filter, sort, q } = useSearch({ from: '/inside/o/$entity' });
  const list = useRecordList(entity.name, { filter, sort, q });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const create = entity.rights.create && (
    <Button onClick={() => openQuickCreate(entity.name)}>{t('create')}</Button>
  );
  if (list.isPending) return <Screen title={entity.labels.many}><SkeletonRows /></Screen>;
  if (list.error) {
    return (
      <Screen title={entity.labels.many}>
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      </Screen>
    );
  }
  return (
    <Screen title={entity.labels.many} actions={create}>
      {items.length === 0 && (
        <EmptyState icon={<EntityIcon name={entity.icon} size={48} stroke={1.2} />}
          title={t('list.empty')}>{create}</EmptyState>
      )}
      {items.map((record) => (
        <Link key={record.id} className="skeleton-row" to="/o/$entity/$id"
          params={{ entity: entity.name, id: record.id }}>
          {titleOf(entity, record)}
        </Link>
      ))}
      {list.hasNextPage && (
        <Button variant="subtle" loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}>{t('showMore')}</Button>
      )}
    </Screen>
  );
}
