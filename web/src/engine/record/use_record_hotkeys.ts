/** Shortcuts of a record page. In a drawer, where the others are off, they work from inside it. */
import { useEffect, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { addHotkey } from '@/shared/hotkeys';

export interface RecordHotkey {
  keys: string;
  label: string;
  run: () => void;
}

const typing = (target: EventTarget) =>
  target instanceof HTMLElement
  && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Returns the handler for the root of a drawer. */
export function useRecordHotkeys(hotkeys: RecordHotkey[], drawer: boolean) {
  const { t } = useTranslation('record');
  const group = t('hotkeys');
  useEffect(() => {
    if (drawer) return undefined;
    const removers = hotkeys.map((hotkey) => addHotkey({ ...hotkey, group }));
    return () => removers.forEach((remove) => remove());
  });
  return (event: KeyboardEvent<HTMLElement>) => {
    const other = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
    // A dialog opened by the page is no part of it, though its events come here.
    if (!drawer || other || event.defaultPrevented || typing(event.target)
      || !event.currentTarget.contains(event.target as Node)) return;
    const found = hotkeys.find(({ keys }) => keys === event.code);
    if (!found) return;
    event.preventDefault();
    found.run();
  };
}
