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

/** How well a typed text means an entry: 2 it begins so, 1 it has all the words, 0 not at all. */
export function closeness(label: string, typed: string): 0 | 1 | 2 {
  const wanted = plain(typed.trim());
  const text = plain(label);
  const ways = wanted.length > 1 ? [wanted, otherLayout(wanted)] : [wanted];
  if (wanted !== '' && ways.some((way) => text.startsWith(way))) return 2;
  return wanted === '' || ways.some((way) => hasAll(text, way)) ? 1 : 0;
}

/** Those that match: `first` begin with what was typed, `rest` only have its words. */
export function divided<Item extends { label: string }>(items: Item[], typed: string) {
  const by = Map.groupBy(items, ({ label }) => closeness(label, typed));
  return { first: by.get(2) ?? [], rest: by.get(1) ?? [] };
}
