/** Others that are likely the same person or company: looked at, merged, said to be different. */
import { IconCopy } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, keys, queryClient, type CrmRecord } from '@/shared/api';
import { notifyError, notifyUndo } from '@/shared/ui';
import { useRecordPage } from '../record_context';
import { useTwinsOf } from './warnings';

const MergeDialog = lazy(() => import('../merge/MergeDialog'));

const SHOWN = 3;

export function TwinsWarning() {
  const { t } = useTranslation('record');
  const { entity, record, leave } = useRecordPage();
  const navigate = useNavigate();
  const twins = useTwinsOf();
  const [merging, setMerging] = useState(false);
  if (twins.length === 0) return null;
  const ids = [record.id, ...twins.map(({ id }) => id)];

  const say = (different: boolean) =>
    api.post(`/${entity.name}/duplicates/different`, { ids, different }).then(() =>
      queryClient.invalidateQueries({ queryKey: keys.of(entity.name, record.id, 'twins') }));
  const dismiss = () => say(true).then(
    () => notifyUndo(t('warning.different'), () => say(false)), notifyError);
  const merged = (kept: CrmRecord) => {
    if (kept.id === record.id) return;
    leave();
    void navigate({ to: '/o/$entity/$id', params: { entity: entity.name, id: kept.id } });
  };
  const labels = (fields: string[]) => fields
    .map((name) => entity.fields.find((field) => field.name === name)?.label).filter(Boolean);
  return (
    <div className="warning">
      <IconCopy size={16} stroke={1.7} />
      <span>{t('warning.alike')}</span>
      {twins.slice(0, SHOWN).map((twin) => (
        <span key={twin.id} className="clip">
          <a className="link" href={`/o/${entity.name}/${twin.id}`}>{twin.name}</a>
          <span className="muted"> ({labels(twin.fields).join(', ')})</span>
        </span>
      ))}
      {twins.length > SHOWN && <span className="muted">+{twins.length - SHOWN}</span>}
      <span className="warning-acts">
        {entity.rights.update && entity.rights.delete && (
          <button type="button" className="text-button" onClick={() => setMerging(true)}>
            {t('warning.merge')}
          </button>
        )}
        {entity.rights.update && (
          <button type="button" className="text-button" onClick={() => void dismiss()}>
            {t('warning.notAlike')}
          </button>
        )}
      </span>
      {merging && (
        <Suspense>
          <MergeDialog entity={entity.name} ids={ids} onMerged={merged}
            onClose={() => setMerging(false)} />
        </Suspense>
      )}
    </div>
  );
}
