/** Typed text is never lost: unsaved values of a form, kept here until saved or dropped. */
type Values = { [field: string]: unknown };

const name = (key: string) => `draft:${key}`;

export function readDraft(key: string | undefined): Values | undefined {
  if (!key) return undefined;
  try {
    const text = localStorage.getItem(name(key));
    return text ? (JSON.parse(text) as Values) : undefined;
  } catch {
    return undefined;
  }
}

export function writeDraft(key: string | undefined, values: Values) {
  if (!key) return;
  try {
    if (Object.keys(values).length === 0) localStorage.removeItem(name(key));
    else localStorage.setItem(name(key), JSON.stringify(values));
  } catch {
    // A full or forbidden storage only means that there is no draft.
  }
}
