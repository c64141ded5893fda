/** Two people changed one field: it was, they wrote, you wrote; the person picks. */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { displayValue } from '@/engine/fields';
import { useMetadata } from '@/shared/api';
import { useRecordPage } from '../record_context';
import type { FieldConflict } from './conflict';
import type { Conflict } from './use_editing';

type Picks = { [field: string]: 'theirs' | 'mine' };

export function ConflictDialog({ conflict }: { conflict: Conflict }) {
  const { t } = useTranslation('record');
  const { resolve } = useRecordPage();
  const [picks, setPicks] = useState<Picks>({});
  const apply = () => resolve(Object.fromEntries(
    conflict.fields
      .filter(({ field }) => picks[field] === 'mine')
      .map(({ field, mine }) => [field, mine])));
  return (
    <Modal
      opened onClose={() => resolve({})} title={t('conflict.title')} size={640}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <p className="muted conflict-text">
        {t('conflict.text', { who: conflict.who ?? t('conflict.somebody') })}
      </p>
      {conflict.fields.map((field) => (
        <ConflictField
          key={field.field}
          conflict={field}
          pick={picks[field.field] ?? 'theirs'}
          onPick={(pick) => setPicks((old) => ({ ...old, [field.field]: pick }))}
        />
      ))}
      <div className="dialog-foot">
        <Button variant="default" onClick={() => resolve({})}>{t('common:cancel')}</Button>
        <Button onClick={apply}>{t('common:save')}</Button>
      </div>
    </Modal>
  );
}

interface FieldProps {
  conflict: FieldConflict;
  pick: 'theirs' | 'mine';
  onPick: (pick: 'theirs' | 'mine') => void;
}

function ConflictField({ conflict, pick, onPick }: FieldProps) {
  const { t } = useTranslation('record');
  const metadata = useMetadata();
  const { entity, record } = useRecordPage();
  const field = entity.fields.find(({ name }) => name === conflict.field);
  const show = (value: unknown) => (field && displayValue(value, { field, metadata, record }))
    ?? <span className="faint">—</span>;
  const choice = (of: 'theirs' | 'mine') => (
    <label className={pick === of ? 'conflict-choice picked' : 'conflict-choice'}>
      <input type="radio" name={conflict.field} checked={pick === of} onChange={() => onPick(of)} />
      <span className="conflict-who">{t(`conflict.${of}`)}</span>
      <span className="conflict-value">{show(conflict[of])}</span>
    </label>
  );
  return (
    <fieldset className="conflict-field">
      <legend>{field?.label ?? conflict.field}</legend>
      <div className="conflict-base">
        <span className="conflict-who">{t('conflict.base')}</span>
        <span className="conflict-value">{show(conflict.base)}</span>
      </div>
      {choice('theirs')}
      {choice('mine')}
    </fieldset>
  );
}
