/** Whether a typed text means an entry: words in any order, typed in the other layout too. */
const LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
const CYRILLIC = 'йцукенгшщзхъфывапролджэячсмитьбюё';

/** The same keys on the Russian layout, and back. */
export function otherLayout(text: string): string {
  return [...text].map((letter) => {
    const latin = LATIN.indexOf(letter);
    if (latin >= 0) return CYRILLIC[latin]!;
    const cyrillic = CYRILLIC.indexOf(letter);
    return cyrillic >= 0 ? LATIN[cyrillic]! : letter;
  }).join('');
}

// An apostrophe is typed where Uzbek has ʻ.
const plain = (text: string) => text.toLowerCase().replace(/[ʻʼ’‘`]/g, "'");

const hasAll = (label: string, typed: string) =>
  typed.split(/\s+/).every((word) => label.includes(word));

export function matches(label: string, typed: string): boolean {
  const wanted = plain(typed.trim());
  const text = plain(label);
  return wanted === '' || hasAll(text, wanted)
    || (wanted.length > 1 && hasAll(text, otherLayout(wanted)));
}
