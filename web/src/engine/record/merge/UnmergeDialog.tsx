/** Says what taking a merge back would do, and does it. */
import './merge.css';
import { Button, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys, type Entity, type LinkValue } from '@/shared/api';
import { ErrorState, notify, notifyError, SkeletonRows } from '@/shared/ui';
import { unmerge, type Unmerged } from './api';

interface Props {
  entity: Entity;
  of: LinkValue;
  merge: string;
  onClose: () => void;
}

export default function UnmergeDialog({ entity, of, merge, onClose }: Props) {
  const { t } = useTranslation('merge');
  const [busy, setBusy] = useState(false);
  const forecast = useQuery({
    queryKey: [...keys.of(of.entity, of.id, 'unmerge'), merge],
    gcTime: 0,
    retry: false,
    queryFn: () => unmerge(of.entity, of.id, { merge, dryRun: true }),
  });
  const act = async () => {
    setBusy(true);
    try {
      const { restored } = await unmerge(of.entity, of.id, { merge });
      notify(t('undone', { name: restored.map(({ name }) => name).join(', ') }));
      onClose();
    } catch (error) {
      setBusy(false);
      notifyError(error);
    }
  };
  return (
    <Modal opened onClose={onClose} title={t('undoTitle')} size={520}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      {forecast.isPending && <SkeletonRows rows={3} />}
      {forecast.error && <ErrorState error={forecast.error} />}
      {forecast.data && <Forecast entity={entity} told={forecast.data} />}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        <Button disabled={!forecast.data} loading={busy} onClick={() => void act()}>
          {t('undo')}
        </Button>
      </div>
    </Modal>
  );
}

function Forecast({ entity, told }: { entity: Entity; told: Unmerged }) {
  const { t } = useTranslation('merge');
  const labels = (names: string[]) => names
    .map((name) => entity.fields.find((field) => field.name === name)?.label ?? name).join(', ');
  const { left } = told;
  return (
    <ul className="merge-forecast">
      <li>{t('willRestore', { names: told.restored.map(({ name }) => name).join(', ') })}</li>
      {told.fields.length > 0 && <li>{t('willReset', { fields: labels(told.fields) })}</li>}
      {told.links > 0 && <li>{t('willMove', { count: told.links })}</li>}
      {left.fields.length > 0 && <li>{t('leftFields', { fields: labels(left.fields) })}</li>}
      {left.links > 0 && <li>{t('leftLinks', { count: left.links })}</li>}
      {left.records > 0 && <li>{t('leftRecords', { count: left.records })}</li>}
    </ul>
  );
}
