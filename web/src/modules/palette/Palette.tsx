/** Ctrl+K: finds records, goes to lists, creates, runs what has a shortcut. */
import './palette.css';
import { CloseButton, Modal } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { closePalette } from '@/shared/lib/overlays';
import { Kbd, usePhone } from '@/shared/ui';
import { useEntries, type Entry } from './entries';

export default function Palette() {
  const { t } = useTranslation();
  const phone = usePhone();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { entries, busy } = useEntries(text);
  const current = Math.min(at, entries.length - 1);

  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    closePalette();
    // After the dialog is gone, so that the focus it gives back does not land under another one.
    setTimeout(entry.run);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (step) {
      event.preventDefault();
      const next = (current + step + entries.length) % Math.max(1, entries.length);
      setAt(next);
      document.getElementById(`palette-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.code === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(entries[current]);
    }
  };

  return (
    <Modal opened onClose={closePalette} withCloseButton={false} padding={0} size={600}
      yOffset="10dvh" styles={{ body: { padding: 0 } }} fullScreen={phone}
      transitionProps={{ duration: 0 }} aria-label={t('hotkey.palette')}>
      <div className="palette-field">
        <IconSearch size={18} stroke={1.7} aria-hidden />
        <input
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls="palette-list"
          aria-activedescendant={`palette-${current}`}
          aria-label={t('search')}
          placeholder={t('palette.placeholder')}
          value={text}
          autoComplete="off"
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
        />
        {phone && (
          <CloseButton size={44} iconSize={20} aria-label={t('close')} onClick={closePalette} />
        )}
      </div>
      <div className="palette-list" id="palette-list" role="listbox" aria-label={t('search')}
        aria-busy={busy}>
        {entries.length === 0 && !busy && (
          <div className="palette-item muted">{t('nothingFound')}</div>
        )}
        {entries.map((entry, index) => (
          <div key={entry.key}>
            {entry.group !== entries[index - 1]?.group && (
              <div className="palette-group" role="presentation">{entry.group}</div>
            )}
            <div id={`palette-${index}`} className="palette-item" role="option"
              aria-selected={index === current} onMouseMove={() => setAt(index)}
              onClick={() => run(entry)}>
              {entry.icon}
              <span className="clip">
                {entry.label}
                {entry.note && <span className="faint"> · {entry.note}</span>}
              </span>
              {entry.keys && <Kbd keys={entry.keys} />}
            </div>
          </div>
        ))}
      </div>
    </Modal>
  );
}
