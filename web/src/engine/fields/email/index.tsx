/** One e-mail address. */
import { TextControl } from '../controls/TextControl';
import type { EditorProps, FieldTypeUi } from '../field_type';

const EmailEditor = (props: EditorProps<string>) => (
  <TextControl {...props} type="email" inputMode="email" />
);

export const email: FieldTypeUi<string> = {
  display: (value) => <a className="link" href={`mailto:${encodeURIComponent(value)}`}>{value}</a>,
  Editor: EmailEditor,
  parse: (typed) => typed.trim() || null,
  toText: (value) => value,
  filter: 'text',
  width: 190,
};
