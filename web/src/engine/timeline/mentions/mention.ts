/** Naming a person in a text: "@Малика Юсупова". The server tells them. */

export interface Sought {
  /** Where the "@" stands. */
  at: number;
  /** What is typed after it so far. */
  typed: string;
}

const LONGEST = 40;

/** The mention that is being typed before the caret; undefined when there is none. */
export function mentionAt(text: string, caret: number): Sought | undefined {
  const before = text.slice(0, caret);
  const at = before.lastIndexOf('@');
  if (at < 0 || (at > 0 && !/[\s(«"]/.test(before[at - 1]!))) return undefined;
  const typed = before.slice(at + 1);
  // A name is two words or three; what goes on is a sentence.
  const over = typed.length > LONGEST || /[\n@,;:!?]/.test(typed) || /\S\s+\S+\s+\S+\s/.test(typed);
  return over || /^\s/.test(typed) ? undefined : { at, typed };
}

/** The text with the name in place of what was typed, and where the caret goes. */
export function withMention(text: string, { at, typed }: Sought, name: string) {
  const head = `${text.slice(0, at)}@${name} `;
  const rest = text.slice(at + 1 + typed.length);
  return { text: head + rest.replace(/^ /, ''), caret: head.length };
}

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A text in pieces; those with `name` are mentions of somebody of `names`. */
export function splitMentions(text: string, names: string[]): { text: string; name?: string }[] {
  if (names.length === 0 || !text.includes('@')) return [{ text }];
  const longest = [...names].sort((a, b) => b.length - a.length).map(literal).join('|');
  const pieces = text.split(new RegExp(`(@(?:${longest})(?![\\p{L}\\d_]))`, 'iu'));
  // Between the pieces of a text stand the mentions that part them.
  return pieces
    .map((piece, index) => (index % 2 ? { text: piece, name: piece.slice(1) } : { text: piece }))
    .filter((piece) => piece.text !== '');
}
