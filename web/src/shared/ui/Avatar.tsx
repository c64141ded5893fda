/** A person or company as initials on a colour that is always the same for the same name. */
import type { Color } from '../api/types';
import { hue } from './Tag';

const COLORS: Color[] = ['blue', 'violet', 'orange', 'green', 'red', 'teal', 'pink'];

function colorOf(text: string): Color {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)!) >>> 0;
  return COLORS[sum % COLORS.length]!;
}

export function initials(name: string): string {
  const words = name.replace(/["«»“”]/g, '').split(/\s+/).filter(Boolean);
  const letters = words.slice(0, 2).map((word) => [...word][0] ?? '');
  return letters.join('').toUpperCase() || '?';
}

interface Props {
  name: string | null | undefined;
  size?: number;
}

export function Avatar({ name, size = 20 }: Props) {
  const text = name ?? '?';
  const style = { ...hue(colorOf(text)), width: size, height: size, fontSize: size * 0.42 };
  return <span className="avatar" style={style} aria-hidden>{initials(text)}</span>;
}
