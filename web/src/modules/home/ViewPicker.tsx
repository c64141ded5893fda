/** Which saved view becomes a widget. */
import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fetchPage, keys, useMetadata } from '@/shared/api';
import { EmptyState, EntityBadge, ErrorState, SkeletonRows } from '@/shared/ui';

interface Props {
  chosen: string[];
  onPick: (view: string, entity: string) => void;
  onClose: () => void;
}

export default function ViewPicker({ chosen, onPick, onClose }: Props) {
  const { t } = useTranslation('home');
  const { entities } = useMetadata();
  const found = useQuery({
    queryKey: [...keys.lists('views'), 'widgets'],
    queryFn: ({ signal }) => fetchPage('views', {
      fields: ['id', 'name', 'entity'], sort: 'name', limit: 200,
    }, null, signal),
  });
  const views = (found.data?.items ?? []).flatMap(({ id, name, entity }) => {
    const of = entities[String(entity)];
    return of && !chosen.includes(id) ? [{ id, name: String(name ?? ''), of }] : [];
  });
  return (
    <Modal opened onClose={onClose} title={t('widget.view')} size={440}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      {found.isPending && <SkeletonRows rows={4} />}
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && views.length === 0 && (
        <EmptyState title={t('noViews')} text={t('noViewsText')} />
      )}
      <ul className="home-list">
        {views.map(({ id, name, of }) => (
          <li key={id}>
            <button type="button" className="home-row home-pick"
              onClick={() => {
                onPick(id, of.name);
                onClose();
              }}>
              <EntityBadge name={of.icon} color={of.color} size={24} />
              <span className="home-row-name clip">{name}</span>
              <span className="muted home-kind">{of.labels.many}</span>
            </button>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
