/** An address of the web. Only http and https become links: others could run code. */
import { TextControl } from '../controls/TextControl';
import type { EditorProps, FieldTypeUi } from '../field_type';

/** An address that is safe to open, or undefined. */
export function safeUrl(text: string): string | undefined {
  const full = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`;
  try {
    const url = new URL(full);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

const UrlEditor = (props: EditorProps<string>) => <TextControl {...props} inputMode="url" />;

export const url: FieldTypeUi<string> = {
  display: (value) => {
    const href = safeUrl(value);
    const shown = value.replace(/^https?:\/\/(www\.)?|\/$/g, '');
    return href
      ? <a className="link" href={href} target="_blank" rel="noopener noreferrer">{shown}</a>
      : shown;
  },
  Editor: UrlEditor,
  parse: (typed) => typed.trim() || null,
  toText: (value) => value,
  filter: 'text',
  width: 180,
};
