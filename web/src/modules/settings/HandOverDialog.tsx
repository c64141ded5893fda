/** Everything of a person goes to another one, in one step that can be undone. */
import { Button, Checkbox, Modal, Select } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { startBatch } from '@/engine/batches/batches';
import { saveRecord, useSession } from '@/shared/api';
import { notify, notifyError } from '@/shared/ui';
import '@/engine/form/form.css';
import { isActive, type User } from './people';

interface Props {
  user: User;
  users: User[];
  onClose: () => void;
}

export function HandOverDialog({ user, users, onClose }: Props) {
  const { t } = useTranslation('settings');
  const { user: self } = useSession();
  const [to, setTo] = useState<string | null>(null);
  const [off, setOff] = useState(false);
  const [busy, setBusy] = useState(false);
  const mayTurnOff = isActive(user) && user.id !== self.id;
  const act = async (heir: string) => {
    await startBatch(self.id, { entity: 'users', hand_over: { from: user.id, to: heir } });
    if (mayTurnOff && off) await saveRecord('users', { id: user.id, changes: { active: false } });
    notify(t('handOver.begun'));
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!to) return;
    setBusy(true);
    act(to).catch(notifyError).finally(() => setBusy(false));
  };
  return (
    <Modal opened onClose={onClose} title={t('handOver.title', { name: user.name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form className="form" onSubmit={submit}>
        <p style={{ margin: 0 }}>{t('handOver.text', { name: user.name })}</p>
        <Select label={t('handOver.to')} required searchable data-autofocus value={to}
          placeholder={t('common:choose')} nothingFoundMessage={t('common:nothingFound')}
          data={users.filter((each) => isActive(each) && each.id !== user.id)
            .map(({ id, name }) => ({ value: id, label: name }))}
          onChange={setTo} />
        {mayTurnOff && (
          <Checkbox label={t('handOver.turnOff')} checked={off}
            onChange={(event) => setOff(event.currentTarget.checked)} />
        )}
        <div className="empty-actions" style={{ justifyContent: 'flex-end' }}>
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" disabled={!to} loading={busy}>{t('handOver.do')}</Button>
        </div>
      </form>
    </Modal>
  );
}
