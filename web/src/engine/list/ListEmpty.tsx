/** What an empty list says: nothing yet, or nothing that matches. */
import { Button } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { canCreate } from '@/shared/api';
import { EmptyState, EntityIcon } from '@/shared/ui';
import type { ListControl } from '../views/use_list_state';

export function ListEmpty({ list }: { list: ListControl }) {
  const { t } = useTranslation('lists');
  const navigate = useNavigate();
  const { entity, state, search } = list;
  const text = () => {
    if (entity.name === 'files') return t('emptyFiles');
    return canCreate(entity) ? t('emptyText') : undefined;
  };
  if (state.filter || search.q) {
    return (
      <EmptyState icon={<IconSearchOff size={48} stroke={1.2} />} title={t('nothingMatches')}>
        <Button variant="default" onClick={list.clearFilter}>
          {t('clearFilters')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={<EntityIcon name={entity.icon} size={48} stroke={1.2} />}
      title={t('common:list.empty')}
      text={text()}>
      {canCreate(entity) && (
        <>
          <Button onClick={() => openQuickCreate(entity.name)}>{entity.labels.new}</Button>
          <Button variant="default"
            onClick={() => void navigate({ to: '/import', search: { entity: entity.name } })}>
            {t('import')}
          </Button>
        </>
      )}
    </EmptyState>
  );
}
