/** Shortcuts go by physical key, sequences work, typing is left alone. */
import { afterEach, expect, it, vi } from 'vitest';
import { addHotkey, pressed, useHotkeys } from '.';

afterEach(() => useHotkeys.setState({ hotkeys: [] }));

const press = (code: string, init: KeyboardEventInit = {}, target?: HTMLElement) => {
  const event = new KeyboardEvent('keydown', { code, cancelable: true, ...init });
  if (target) Object.defineProperty(event, 'target', { value: target });
  pressed(event);
};

it('runs by code, whatever letter the layout makes', () => {
  const run = vi.fn();
  addHotkey({ keys: 'mod+KeyK', run });
  press('KeyK', { key: 'л', ctrlKey: true });
  expect(run).toHaveBeenCalledOnce();
});

it('runs a sequence once its second key comes', () => {
  const go = vi.fn();
  addHotkey({ keys: 'KeyG KeyD', run: go });
  press('KeyG');
  expect(go).not.toHaveBeenCalled();
  press('KeyD');
  expect(go).toHaveBeenCalledOnce();
  press('KeyD');
  expect(go).toHaveBeenCalledOnce();
});

it('leaves typing alone', () => {
  const run = vi.fn();
  addHotkey({ keys: 'KeyC', run });
  press('KeyC', {}, document.createElement('input'));
  expect(run).not.toHaveBeenCalled();
});

it('runs what has no key for no key', () => {
  const run = vi.fn();
  addHotkey({ keys: '', label: 'Delete', run });
  for (const code of ['KeyK', 'Delete']) press(code);
  expect(run).not.toHaveBeenCalled();
});
