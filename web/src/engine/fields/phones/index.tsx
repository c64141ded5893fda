/** Several phone numbers. */
import {
  ContactsControl, contactsToText, parseContacts, type ContactPoint,
} from '../controls/ContactsControl';
import type { EditorProps, FieldTypeUi } from '../field_type';
import { phoneLink } from '../phone';

const PhonesEditor = (props: EditorProps<ContactPoint[]>) => (
  <ContactsControl {...props} type="tel" />
);

export const phones: FieldTypeUi<ContactPoint[]> = {
  display: (value) => (
    <span className="field-tags" style={{ gap: 10 }}>
      {value.map((point) => (
        <span key={point.value} className={point.invalid ? 'field-struck' : undefined}>
          {phoneLink(point.value)}
        </span>
      ))}
    </span>
  ),
  Editor: PhonesEditor,
  parse: (typed) => parseContacts(typed, 'mobile'),
  toText: contactsToText,
  filter: 'text',
  width: 168,
  composite: true,
};
