/** Gives a record to a person or a team, to read or also to change, and takes it back. */
import './sharing.css';
import { Button, CloseButton, Modal, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordPicker } from '@/engine/fields/controls/RecordPicker';
import { LinkIcon } from '@/engine/fields/controls/RecordOptions';
import { keys, queryClient, type Field, type LinkValue } from '@/shared/api';
import { ErrorState, notify, notifyError, SkeletonRows, usePhone } from '@/shared/ui';
import { fetchShares, giveTo, takeFrom, type Share } from './api';

interface Props {
  of: LinkValue;
  title: string;
  onClose: () => void;
}

export default function ShareDialog({ of, title, onClose }: Props) {
  const { t } = useTranslation('sharing');
  const phone = usePhone();
  const key = keys.of(of.entity, of.id, 'shares');
  const list = useQuery({
    queryKey: key, staleTime: 0, queryFn: ({ signal }) => fetchShares(of, signal),
  });
  const [busy, setBusy] = useState(false);
  const run = (work: Promise<unknown>, done?: string) => {
    setBusy(true);
    work
      .then(() => {
        if (done) notify(done);
        return queryClient.invalidateQueries({ queryKey: key });
      })
      .catch(notifyError)
      .finally(() => setBusy(false));
  };
  const mayShare = list.data?.may_share ?? false;
  return (
    <Modal opened onClose={onClose} title={t('share', { name: title })} size={560}
      fullScreen={phone} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {list.isPending && <SkeletonRows rows={3} />}
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {mayShare && (
        <Giving busy={busy} onGive={(whom, edit) =>
          run(giveTo(of, whom.id, edit), t('given', { name: whom.name }))} />
      )}
      {list.data && !mayShare && <p className="muted">{t('mayNot')}</p>}
      {list.data && list.data.items.length === 0 && <p className="muted">{t('nobody')}</p>}
      <ul className="sharing-list">
        {list.data?.items.map((share) => (
          <Given key={share.whom.id} share={share} mayShare={mayShare}
            onChange={(edit) => run(giveTo(of, share.whom.id, edit))}
            onTake={() => run(takeFrom(of, share.whom.id), t('taken', { name: share.whom.name }))}
          />
        ))}
      </ul>
    </Modal>
  );
}

type Extent = 'read' | 'edit';

function useExtents() {
  const { t } = useTranslation('sharing');
  return (['read', 'edit'] as const).map((value) => ({ value, label: t(`extent.${value}`) }));
}

function Giving({ busy, onGive }: {
  busy: boolean;
  onGive: (whom: LinkValue, edit: boolean) => void;
}) {
  const { t } = useTranslation('sharing');
  const extents = useExtents();
  const [whom, setWhom] = useState<LinkValue | null>(null);
  const [extent, setExtent] = useState<Extent>('read');
  const field: Field = {
    name: 'whom', type: 'link', label: t('whom'), to: ['users', 'teams'], required: false,
    read_only: false, sortable: false,
  };
  const give = () => {
    if (!whom) return;
    onGive(whom, extent === 'edit');
    setWhom(null);
  };
  return (
    <div className="sharing-new">
      <RecordPicker field={field} entity="" value={whom} onChange={setWhom} autoFocus />
      <Select aria-label={t('how')} value={extent} allowDeselect={false} data={extents}
        onChange={(value) => setExtent((value ?? 'read') as Extent)} />
      <Button disabled={!whom} loading={busy} onClick={give}>{t('give')}</Button>
    </div>
  );
}

function Given({ share, mayShare, onChange, onTake }: {
  share: Share;
  mayShare: boolean;
  onChange: (edit: boolean) => void;
  onTake: () => void;
}) {
  const { t } = useTranslation('sharing');
  const extents = useExtents();
  const extent: Extent = share.may_edit ? 'edit' : 'read';
  return (
    <li>
      <span className="field-link sharing-who">
        <LinkIcon link={share.whom} />
        <span className="clip">{share.whom.name}</span>
      </span>
      {mayShare ? (
        <>
          <Select size="xs" aria-label={`${t('how')}: ${share.whom.name}`} value={extent}
            allowDeselect={false} data={extents} onChange={(value) => onChange(value === 'edit')} />
          <CloseButton aria-label={`${t('take')}: ${share.whom.name}`} onClick={onTake} />
        </>
      ) : <span className="muted">{t(`extent.${extent}`)}</span>}
    </li>
  );
}
