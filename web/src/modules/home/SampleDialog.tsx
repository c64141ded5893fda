/** Says what goes and what stays, and takes the sample data away. */
import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { EntityBadge, ErrorState, notify, notifyError, SkeletonRows } from '@/shared/ui';
import { removalQuery, removeSamples, type SampleRemoval } from './samples';

export default function SampleDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('home');
  const found = useQuery(removalQuery);
  const [removing, setRemoving] = useState(false);
  const remove = async () => {
    setRemoving(true);
    try {
      const { removed } = await removeSamples();
      notify(t('samplesRemoved', { count: removed }));
      onClose();
    } catch (error) {
      notifyError(error);
      setRemoving(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('removeSamples')} size={520}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      {found.isPending && <SkeletonRows rows={3} />}
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <Forecast removal={found.data} />}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        <Button color="red" disabled={!found.data} loading={removing}
          onClick={() => void remove()}>
          {t('removeSamples')}
        </Button>
      </div>
    </Modal>
  );
}

function Forecast({ removal }: { removal: SampleRemoval }) {
  const { t } = useTranslation('home');
  const { entities } = useMetadata();
  const { removed, kept, kept_records: named } = removal;
  return (
    <>
      <p>{t('willGo', { count: removed })}</p>
      {kept > 0 && <p>{t('willStay', { count: kept })}</p>}
      <ul className="home-list">
        {named.map(({ id, entity, name, why }) => (
          <li key={id} className="home-row">
            <EntityBadge name={entities[entity]?.icon ?? 'file'} color={entities[entity]?.color}
              size={24} />
            <span className="home-row-name clip">{name}</span>
            <span className="muted home-kind">{t(`why.${why}`)}</span>
          </li>
        ))}
      </ul>
      {kept > named.length && (
        <p className="muted">{t('andMore', { count: kept - named.length })}</p>
      )}
    </>
  );
}
