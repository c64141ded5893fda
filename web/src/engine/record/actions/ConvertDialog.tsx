/** A lead becomes a company, a contact and a deal: found ones or new, as the person chooses. */
import { Button, Modal, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldType } from '@/engine/fields';
import {
  api, keys, newKey, refreshLists, useMetadata, type Field, type LinkValue,
} from '@/shared/api';
import { EntityIcon, ErrorState, notify, notifyError, SkeletonRows } from '@/shared/ui';
import { refreshRecord } from '../refresh';
import {
  conversionBody, CREATE, NONE, offered, usual, type Choice, type Chosen, type Converted,
  type Match, type Preview,
} from './convert';

interface Props {
  lead: LinkValue;
  onClose: () => void;
}

export default function ConvertDialog({ lead, onClose }: Props) {
  const { t } = useTranslation('record');
  const preview = useQuery({
    queryKey: keys.of(lead.entity, lead.id, 'convert'),
    gcTime: 0,
    queryFn: () =>
      api.post<Preview>(`/${lead.entity}/${lead.id}/actions/convert_preview`, {}),
  });
  return (
    <Modal
      opened onClose={onClose} title={t('convert.title', { name: lead.name })} size={520}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {preview.isPending && <SkeletonRows rows={5} />}
      {preview.error && (
        <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
      )}
      {preview.data && <Form lead={lead} preview={preview.data} onClose={onClose} />}
    </Modal>
  );
}

function Form({ lead, preview, onClose }: Props & { preview: Preview }) {
  const { t } = useTranslation('record');
  const { entities } = useMetadata();
  const [chosen, setChosen] = useState<Chosen>({
    account: usual(preview.account), contact: usual(preview.contact), deal: preview.deal,
  });
  const { busy, convert } = useConvert(lead, onClose);
  const part = (change: Partial<Chosen>) => setChosen((old) => ({ ...old, ...change }));
  return (
    <form
      className="convert"
      onSubmit={(event) => {
        event.preventDefault();
        void convert(chosen);
      }}
    >
      <Pick part="accounts" match={preview.account} choice={chosen.account}
        onChoice={(account) => part({ account })} />
      <Pick part="contacts" match={preview.contact} choice={chosen.contact}
        onChoice={(contact) => part({ contact })} />
      {entities.deals?.rights.create && (
        <Deal chosen={chosen} usualDeal={preview.deal} onDeal={(deal) => part({ deal })} />
      )}
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
        <Button type="submit" loading={busy}>{t('convert.submit')}</Button>
      </div>
    </form>
  );
}

function useConvert(lead: LinkValue, onClose: () => void) {
  const { t } = useTranslation('record');
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [key] = useState(newKey);
  const convert = async (chosen: Chosen) => {
    if (busy) return;
    setBusy(true);
    try {
      const made = await api.post<Converted>(
        `/${lead.entity}/${lead.id}/actions/convert`, conversionBody(chosen),
        { idempotencyKey: key });
      refreshRecord(lead);
      for (const name of ['leads', 'accounts', 'contacts', 'deals']) refreshLists(name);
      onClose();
      notify(t('convert.done'));
      const goal = made.deal ?? made.contact ?? made.account;
      if (goal) {
        void navigate({ to: '/o/$entity/$id', params: { entity: goal.entity, id: goal.id } });
      }
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return { busy, convert };
}

interface PickProps {
  part: 'accounts' | 'contacts';
  match: Match;
  choice: Choice;
  onChoice: (choice: Choice) => void;
}

function Pick({ part, match, choice, onChoice }: PickProps) {
  const { t } = useTranslation('record');
  const entity = useMetadata().entities[part];
  const [other, setOther] = useState<LinkValue>();
  if (!entity) return null;
  const found = offered(match);
  const links = other && !found.some(({ id }) => id === other.id) ? [...found, other] : found;
  const used = typeof choice === 'object' ? choice.use.id : undefined;
  const field: Field = { name: part, type: 'link', label: t('convert.other'), to: [part] };
  const { Editor } = fieldType('link');
  const option = (key: string, checked: boolean, next: Choice, label: ReactNode) => (
    <label key={key} className={checked ? 'convert-option picked' : 'convert-option'}>
      <input type="radio" name={part} checked={checked} onChange={() => onChoice(next)} />
      {label}
    </label>
  );
  return (
    <fieldset className="convert-part">
      <legend><EntityIcon name={entity.icon} />{entity.labels.one}</legend>
      {links.map((link) => option(link.id, used === link.id, { use: link }, (
        <>
          <span className="clip">{link.name}</span>
          {link !== other && (
            <span className="muted">
              {t(link.id === match.match?.id ? 'convert.matched' : 'convert.existing')}
            </span>
          )}
        </>
      )))}
      {match.name !== null || links.length > 0 || choice === CREATE ? option(
        CREATE, choice === CREATE, CREATE, (
          <>
            <span className="clip">{match.name ?? entity.labels.new}</span>
            <span className="muted">{t('convert.new')}</span>
          </>
        )) : null}
      {option(NONE, choice === NONE, NONE, <span>{t('convert.none')}</span>)}
      <div className="convert-field">
        <span className="muted">{t('convert.other')}</span>
        <Editor
          field={field} entity={part} value={null}
          onChange={(value) => {
            if (!value) return;
            setOther(value as LinkValue);
            onChoice({ use: value as LinkValue });
          }}
        />
      </div>
    </fieldset>
  );
}

interface DealProps {
  chosen: Chosen;
  usualDeal: NonNullable<Chosen['deal']>;
  onDeal: (deal: Chosen['deal']) => void;
}

function Deal({ chosen, usualDeal, onDeal }: DealProps) {
  const { t } = useTranslation('record');
  const entity = useMetadata().entities.deals!;
  const editor = (name: 'name' | 'amount') => {
    const field = entity.fields.find((each) => each.name === name);
    if (!field || field.read_only || !chosen.deal) return null;
    const { Editor } = fieldType(field.type);
    return (
      <label className="convert-field">
        <span className="muted">{field.label}</span>
        <Editor field={field} entity="deals" value={chosen.deal[name]}
          onChange={(value) => onDeal({ ...chosen.deal!, [name]: value })} />
      </label>
    );
  };
  return (
    <fieldset className="convert-part">
      <legend><EntityIcon name={entity.icon} />{entity.labels.one}</legend>
      <Switch label={t('convert.makeDeal')} checked={chosen.deal !== null}
        onChange={(event) => onDeal(event.currentTarget.checked ? usualDeal : null)} />
      {editor('name')}
      {editor('amount')}
    </fieldset>
  );
}
