/** What the two lines of a row on a phone, or the lines of a card, show of the chosen fields. */
import { fieldOf, type Entity, type Field, type Metadata } from '@/shared/api';

export interface Parts {
  /** The field whose person stands as a face. */
  owner?: Field;
  /** The amount, or a date where there is no amount. */
  figure?: Field;
  /** The stage, status or another coloured word. */
  mark?: Field;
  date?: Field;
  /** When the next activity is due. */
  activity?: Field;
  /** Everything else, in order. */
  lines: Field[];
}

const DATES = ['date', 'instant'];
const WORDS = ['stage', 'choice'];

/** Puts each field where it reads best; a field that finds its place taken becomes a line. */
export function partsOf(metadata: Metadata, entity: Entity, paths: string[]): Parts {
  const parts: Parts = { lines: [] };
  for (const path of paths) {
    const field = path === entity.title ? undefined : fieldOf(metadata, entity.name, path);
    if (!field) continue;
    if (path === 'next_activity_at') parts.activity = field;
    else if (field.type === 'user' && !parts.owner) parts.owner = field;
    else if (field.type === 'money' && !parts.figure) parts.figure = field;
    else if (WORDS.includes(field.type) && (!parts.mark || path === entity.board?.field)) {
      if (parts.mark) parts.lines.push(parts.mark);
      parts.mark = field;
    } else if (DATES.includes(field.type) && !parts.date) parts.date = field;
    else parts.lines.push(field);
  }
  return parts;
}

const NOTES = ['link', 'text', 'phone', 'email', 'phones', 'emails'];

const MUTE = ['percent', 'integer', 'decimal', 'boolean'];

/** The lines in the order in which they tell most; "20 %" without its label tells nothing. */
export function notesOf({ lines }: Parts): Field[] {
  const rank = ({ type }: Field) => {
    const at = NOTES.indexOf(type);
    return at < 0 ? NOTES.length : at;
  };
  return lines.filter(({ type }) => !MUTE.includes(type)).sort((a, b) => rank(a) - rank(b));
}
