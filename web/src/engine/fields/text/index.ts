/** A line of text. */
import { TextControl } from '../controls/TextControl';
import type { FieldTypeUi } from '../field_type';

export const text: FieldTypeUi<string> = {
  display: (value) => value,
  Editor: TextControl,
  parse: (typed) => typed.trim() || null,
  toText: (value) => value,
  filter: 'text',
  width: 180,
};
