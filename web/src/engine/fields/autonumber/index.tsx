/** A number that the server gives. */
import { TextInput } from '@mantine/core';
import type { EditorProps, FieldTypeUi } from '../field_type';

const AutonumberEditor = ({ id, value }: EditorProps<string>) => (
  <TextInput id={id} value={value ?? ''} disabled />
);

export const autonumber: FieldTypeUi<string> = {
  display: (value) => <span className="num">{value}</span>,
  Editor: AutonumberEditor,
  parse: () => undefined,
  toText: (value) => value,
  filter: 'text',
  width: 110,
};
