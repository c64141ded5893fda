/** One phone number, shown in groups as people say it. */
import { TextControl } from '../controls/TextControl';
import type { EditorProps, FieldTypeUi } from '../field_type';

const GROUPS: [RegExp, string][] = [
  [/^\+998(\d{2})(\d{3})(\d{2})(\d{2})$/, '+998 $1 $2-$3-$4'],
  [/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, '+7 $1 $2-$3-$4'],
];

/** Numbers of Uzbekistan, Russia and Kazakhstan in groups; others as they are. */
export function groupPhone(number: string): string {
  for (const [pattern, groups] of GROUPS) {
    if (pattern.test(number)) return number.replace(pattern, groups);
  }
  return number;
}

export const phoneLink = (number: string) => (
  <a className="num" href={`tel:${number.replace(/[^\d+,;*#]/g, '')}`}>{groupPhone(number)}</a>
);

const PhoneEditor = (props: EditorProps<string>) => (
  <TextControl {...props} type="tel" inputMode="tel" />
);

export const phone: FieldTypeUi<string> = {
  display: phoneLink,
  Editor: PhoneEditor,
  parse: (typed) => typed.trim() || null,
  toText: (value) => value,
  filter: 'text',
  width: 168,
};
