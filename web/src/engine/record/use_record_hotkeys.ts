/**
 * Shortcuts of a record page. While a dialog is open the others are off, and a drawer is one: there
 * the page listens for itself, as long as nothing covers it.
 */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { addHotkey } from '@/shared/hotkeys';
import { isCovered } from './is_covered';

export interface RecordHotkey {
  keys: string;
  label: string;
  run: () => void;
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement
  && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const isPlain = (event: KeyboardEvent) =>
  !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey
  && !event.defaultPrevented && !event.isComposing;

export function useRecordHotkeys(hotkeys: RecordHotkey[], drawer: boolean) {
  const { t } = useTranslation('record');
  const group = t('hotkeys');
  const latest = useRef(hotkeys);
  useEffect(() => {
    latest.current = hotkeys;
  });
  const names = hotkeys.map(({ keys, label }) => `${keys} ${label}`).join();
  useEffect(() => {
    const run = (keys: string) => latest.current.find((hotkey) => hotkey.keys === keys)?.run();
    if (!drawer) {
      const removers = latest.current.map(({ keys, label }) =>
        addHotkey({ keys, label, group, run: () => run(keys) }));
      return () => removers.forEach((remove) => remove());
    }
    const listen = (event: KeyboardEvent) => {
      const known = latest.current.some(({ keys }) => keys === event.code);
      if (!known || !isPlain(event) || typing(event.target) || isCovered()) return;
      event.preventDefault();
      run(event.code);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [names, group, drawer]);
}
