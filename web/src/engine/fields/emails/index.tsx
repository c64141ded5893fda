/** Several e-mail addresses; in a cell the first. */
import {
  ContactsControl, contactsToText, parseContacts, type ContactPoint,
} from '../controls/ContactsControl';
import { email } from '../email';
import type { EditorProps, FieldTypeUi } from '../field_type';

const EmailsEditor = (props: EditorProps<ContactPoint[]>) => (
  <ContactsControl {...props} type="email" />
);

export const emails: FieldTypeUi<ContactPoint[]> = {
  display: (value, context) => (
    <span className="field-tags">
      {value.map((point) => (
        <span key={point.value} className={point.invalid ? 'field-struck' : undefined}>
          {email.display(point.value, context)}
        </span>
      ))}
    </span>
  ),
  Editor: EmailsEditor,
  parse: (typed) => parseContacts(typed, 'work'),
  toText: contactsToText,
  filter: 'text',
  width: 200,
  composite: true,
};
