/** Who sees a record and by which rule; or why one person sees it, or does not. */
import './sharing.css';
import { Modal } from '@mantine/core';
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RecordPicker } from '@/engine/fields/controls/RecordPicker';
import { keys, useMetadata, type Field, type LinkValue } from '@/shared/api';
import { Avatar, ErrorState, SkeletonRows, usePhone } from '@/shared/ui';
import {
  fetchPersonSight, fetchSight, type PersonSight, type Reason, type RecordSight,
} from './api';

interface Props {
  of: LinkValue;
  title: string;
  onClose: () => void;
}

export default function SightDialog({ of, title, onClose }: Props) {
  const { t } = useTranslation('sharing');
  const phone = usePhone();
  const [person, setPerson] = useState<LinkValue | null>(null);
  const field: Field = {
    name: 'person', type: 'user', label: t('person'), to: ['users'], required: false,
    read_only: false, sortable: false,
  };
  return (
    <Modal opened onClose={onClose} title={t('sight', { name: title })} size={620}
      fullScreen={phone} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <div className="sharing-ask">
        <span className="muted">{t('ask')}</span>
        <RecordPicker field={field} entity="" value={person} onChange={setPerson} />
      </div>
      {person ? <OfPerson of={of} person={person} /> : <OfAll of={of} />}
    </Modal>
  );
}

function OfAll({ of }: { of: LinkValue }) {
  const { t } = useTranslation('sharing');
  const sight = useQuery({
    queryKey: keys.of(of.entity, of.id, 'sight'), staleTime: 0, gcTime: 0,
    queryFn: ({ signal }) => fetchSight(of, signal),
  });
  if (sight.isPending) return <SkeletonRows rows={4} />;
  if (sight.error) return <ErrorState error={sight.error} onRetry={() => void sight.refetch()} />;
  const { seen_by, people, rules } = sight.data;
  return (
    <>
      <p>{t('seenBy', { count: seen_by, people })}</p>
      <ul className="sight-rules">
        {rules.map((rule) => (
          <RuleGroup key={`${rule.rule} ${rule.from?.id} ${rule.edit}`} group={rule} />
        ))}
      </ul>
    </>
  );
}

function RuleGroup({ group }: { group: RecordSight['rules'][number] }) {
  const { t } = useTranslation('sharing');
  const more = group.count - group.people.length;
  return (
    <li>
      <ReasonLine reason={group} />
      <div className="sight-people">
        {group.people.map(({ id, name }) => (
          <span key={id} className="field-link"><Avatar name={name} size={20} />{name}</span>
        ))}
        {more > 0 && <span className="muted num">{t('more', { count: more })}</span>}
      </div>
    </li>
  );
}

function ReasonLine({ reason }: { reason: Reason }) {
  const { t } = useTranslation('sharing');
  return (
    <div className="sight-reason">
      <b>{t(`rule.${reason.rule}`, { name: reason.from?.name ?? '' })}</b>
      <span className="muted">{t(reason.edit ? 'extent.edit' : 'extent.read')}</span>
    </div>
  );
}

function OfPerson({ of, person }: { of: LinkValue; person: LinkValue }) {
  const sight = useQuery({
    queryKey: [...keys.of(of.entity, of.id, 'sight'), person.id], staleTime: 0, gcTime: 0,
    queryFn: ({ signal }) => fetchPersonSight(of, person.id, signal),
  });
  if (sight.isPending) return <SkeletonRows rows={3} />;
  if (sight.error) return <ErrorState error={sight.error} onRetry={() => void sight.refetch()} />;
  return <Verdict sight={sight.data} />;
}

function Verdict({ sight }: { sight: PersonSight }) {
  const { t } = useTranslation('sharing');
  const entity = useMetadata().entities[sight.record.entity];
  const { name } = sight.person;
  const verdict = sight.sees ? (sight.edits ? 'edits' : 'sees') : 'seesNot';
  const fields = sight.hidden_fields.map((field) =>
    entity?.fields.find((each) => each.name === field)?.label ?? field).join(', ');
  return (
    <div aria-live="polite">
      <p className="sight-verdict" data-sees={sight.sees}>
        {sight.sees ? <IconCircleCheck size={20} stroke={1.7} />
          : <IconCircleX size={20} stroke={1.7} />}
        <b>{t(`verdict.${verdict}`, { name })}</b>
      </p>
      {!sight.active && <p>{t('off')}</p>}
      {sight.active && (
        <p className="muted">
          {t('levels', {
            role: sight.role?.name ?? '—', read: t(`level.${sight.read}`),
            update: t(`level.${sight.update}`),
          })}
        </p>
      )}
      <ul className="sight-rules">
        {sight.why.map((reason) => (
          <li key={`${reason.rule} ${reason.from?.id}`}><ReasonLine reason={reason} /></li>
        ))}
      </ul>
      {!sight.sees && sight.active && (
        <>
          <p>
            {t('belongs', {
              owner: sight.record.owner?.name ?? '—', team: sight.record.team?.name ?? '—',
            })}
          </p>
          {sight.hindered.length === 0 && <p>{t('nothing')}</p>}
          <ul className="sight-rules">
            {sight.hindered.map((reason) => (
              <li key={`${reason.rule} ${reason.from?.id}`}>
                {t('hindered', {
                  rule: t(`rule.${reason.rule}`, { name: reason.from?.name ?? '' }),
                  level: t(`level.${reason.level}`),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      {fields && <p className="muted">{t('hiddenFields', { fields })}</p>}
    </div>
  );
}
