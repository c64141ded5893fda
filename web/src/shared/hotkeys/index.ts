/**
 * Keyboard shortcuts by physical key (event.code), so that they work on a Russian layout too.
 * Keys are written "KeyC", "mod+KeyK", "shift+KeyX", "shift+Slash", or a sequence "KeyG KeyD".
 * They are off while typing and while a dialog is open, except those with `mod`.
 */
import { useEffect, useRef } from 'react';
import { create } from 'zustand';

export interface Hotkey {
  /** Empty: without a key, for the palette alone. */
  keys: string;
  /** Translated name; a shortcut with a label is listed in the help and in the palette. */
  label?: string;
  group?: string;
  run: (event: KeyboardEvent) => void;
}

const SEQUENCE_MS = 1200;

interface Registry {
  hotkeys: Hotkey[];
}

/** Active shortcuts, the latest registered first; it wins. */
export const useHotkeys = create<Registry>(() => ({ hotkeys: [] }));

export function addHotkey(hotkey: Hotkey): () => void {
  useHotkeys.setState(({ hotkeys }) => ({ hotkeys: [hotkey, ...hotkeys] }));
  return () => useHotkeys.setState(({ hotkeys }) => ({
    hotkeys: hotkeys.filter((other) => other !== hotkey),
  }));
}

/** A shortcut for as long as the component is on the screen. */
export function useHotkey(
  keys: string, run: Hotkey['run'], options: { label?: string; group?: string; off?: boolean } = {},
) {
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const { label, group, off } = options;
  useEffect(() => {
    if (off) return undefined;
    return addHotkey({ keys, label, group, run: (event) => latest.current(event) });
  }, [keys, label, group, off]);
}

export interface Command {
  label: string;
  run: () => void;
}

/** What can be done here and has no key: offered by the palette while the component is there. */
export function useCommands(group: string, commands: Command[]) {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const labels = commands.map(({ label }) => label).join('\n');
  useEffect(() => {
    const removers = labels.split('\n').filter(Boolean).map((label) => addHotkey({
      keys: '', label, group,
      run: () => latest.current.find((command) => command.label === label)?.run(),
    }));
    return () => removers.forEach((remove) => remove());
  }, [labels, group]);
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement
  && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

const dialogOpen = () => document.querySelector('[role="dialog"][aria-modal="true"]') !== null;

function combination(event: KeyboardEvent) {
  const parts = [];
  if (event.ctrlKey || event.metaKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  if (event.shiftKey) parts.push('shift');
  return [...parts, event.code].join('+');
}

let pending = { prefix: '', at: 0 };

/** Finds and runs the shortcut of a key press. */
export function pressed(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) return;
  const combo = combination(event);
  const withMod = combo.startsWith('mod+');
  if (!withMod && (typing(event.target) || dialogOpen())) return;
  const { hotkeys } = useHotkeys.getState();
  const within = event.timeStamp - pending.at < SEQUENCE_MS;
  const sequence = within && pending.prefix ? `${pending.prefix} ${combo}` : undefined;
  const found = hotkeys.find(({ keys }) => keys === sequence)
    ?? hotkeys.find(({ keys }) => keys === combo);
  const opensSequence = hotkeys.some(({ keys }) => keys.startsWith(`${combo} `));
  pending = { prefix: !found && opensSequence ? combo : '', at: event.timeStamp };
  if (!found) return;
  event.preventDefault();
  found.run(event);
}

/** Starts listening; call once. */
export const startHotkeys = () => window.addEventListener('keydown', pressed);
