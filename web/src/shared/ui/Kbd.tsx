/** A key or combination as it is written on keys: "mod+KeyK" → Ctrl K. */
const NAMES: { [code: string]: string } = {
  Enter: '↵', Escape: 'Esc', Slash: '/', Space: 'Space', ArrowUp: '↑', ArrowDown: '↓',
  ArrowLeft: '←', ArrowRight: '→', BracketLeft: '[', BracketRight: ']', Backspace: '⌫',
};

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent);

function keyName(part: string) {
  if (part === 'mod') return apple ? '⌘' : 'Ctrl';
  if (part === 'shift') return apple ? '⇧' : 'Shift';
  if (part === 'alt') return apple ? '⌥' : 'Alt';
  return NAMES[part] ?? part.replace(/^(Key|Digit)/, '');
}

export const keysLabel = (keys: string) =>
  keys.replace('shift+Slash', '?').split(/[+ ]/).map(keyName).join(' ');

/** Beside the name of a button it is for the eye only; `spoken` where it is what one reads. */
export const Kbd = ({ keys, spoken }: { keys: string; spoken?: boolean }) => (
  <kbd className="kbd" aria-hidden={!spoken}>{keysLabel(keys)}</kbd>
);
