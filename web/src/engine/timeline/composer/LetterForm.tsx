/**
 * A letter or a message where no channel is connected: it is written here, goes by the person's own
 * mail or messenger, and stays in the timeline as a note.
 */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readDraft, writeDraft } from '@/engine/form/drafts';
import { groupPhone } from '@/engine/fields/phone';
import { createRecord, deleteRecord, useSession } from '@/shared/api';
import { notifyError, notifyUndo } from '@/shared/ui';
import { GrowingTextarea } from '@/shared/ui/GrowingTextarea';
import { useAddresses, type Address } from '../../record/header/use_numbers';
import { useRecordPage } from '../../record/record_context';
import type { LetterKind } from './kinds';
import { letterLink } from './letter';

interface Props {
  kind: LetterKind;
  focus: number;
  onSaved?: () => void;
}

const EMPTY = { to: '', subject: '', text: '' };

const shown = ({ channel, to }: Address) =>
  (channel === 'telegram' ? `@${to}` : channel === 'mail' ? to : groupPhone(to));

export default function LetterForm({ kind, focus, onSaved }: Props) {
  const { t } = useTranslation('timeline');
  const { self, refresh, editAll } = useRecordPage();
  const { user } = useSession();
  const addresses = useAddresses().filter(
    ({ channel }) => (channel === 'mail') === (kind === 'mail'));
  const draft = `${user.id}:compose:${self.entity}/${self.id}:${kind}`;
  const [letter, setLetter] = useState({ ...EMPTY, ...readDraft(draft) });
  const main = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (focus > 0) main.current?.focus();
  }, [focus]);
  const set = (changes: Partial<typeof EMPTY>) => {
    const next = { ...letter, ...changes };
    setLetter(next);
    writeDraft(draft, next.subject || next.text ? next : {});
  };
  const keyOf = ({ channel, to }: Address) => `${channel}:${to}`;
  const address = addresses.find((one) => keyOf(one) === letter.to) ?? addresses[0];
  if (!address) {
    return (
      <div className="composer-form">
        <p className="muted" style={{ margin: '8px 0 4px' }}>{t(`letter.nobody.${kind}`)}</p>
        <div className="composer-foot">
          <Button variant="default" onClick={editAll}>{t('letter.fill')}</Button>
        </div>
      </div>
    );
  }
  const wayOf = (one: Address) => [
    one.channel === 'mail' ? '' : t(`letter.channel.${one.channel}`), shown(one), one.of,
  ].filter(Boolean).join(' · ');
  const note = async () => {
    const head = t(`letter.to.${kind}`, { to: wayOf(address) });
    const body = [[head, letter.subject].filter(Boolean).join('. '), letter.text]
      .filter(Boolean).join('\n\n');
    try {
      const { id } = await createRecord('notes', { values: { related: self, body } });
      set(EMPTY);
      refresh();
      notifyUndo(t('letter.noted'), () => deleteRecord('notes', id).then(refresh));
      onSaved?.();
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <div className="composer-form">
      <div className="composer-row">
        <NativeSelect label={t('letter.whom')} value={keyOf(address)}
          data={addresses.map((one) => ({ value: keyOf(one), label: wayOf(one) }))}
          onChange={(event) => set({ to: event.currentTarget.value })} />
        {kind === 'mail' && (
          <TextInput label={t('letter.subject')} value={letter.subject} maxLength={300}
            onChange={(event) => set({ subject: event.currentTarget.value })} />
        )}
      </div>
      <GrowingTextarea ref={main} variant="unstyled" minRows={3} maxRows={14} maxLength={4000}
        placeholder={t(`letter.write.${kind}`)} aria-label={t(`letter.kind.${kind}`)}
        value={letter.text} data-mantine-stop-propagation
        onChange={(event) => set({ text: event.currentTarget.value })} />
      <div className="composer-foot">
        <span className="muted composer-how">{t('letter.how')}</span>
        <Button component="a" href={letterLink(address, letter.subject, letter.text)}
          target={kind === 'mail' ? undefined : '_blank'} rel="noreferrer"
          leftSection={<IconExternalLink size={16} stroke={1.7} />} onClick={() => void note()}>
          {t(`letter.open.${kind}`)}
        </Button>
      </div>
    </div>
  );
}
