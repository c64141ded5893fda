/** The registry of field types, and the ways to show and edit a value through it. */
import './fields.css';
import type { ReactNode } from 'react';
import {
  fieldOf, useMetadata, valueAt, type CrmRecord, type Field, type FieldType, type Metadata,
} from '@/shared/api';
import { address } from './address';
import { autonumber } from './autonumber';
import { bankAccounts } from './bank_accounts';
import { boolean } from './boolean';
import { choice } from './choice';
import { choices } from './choices';
import { date } from './date';
import { decimal } from './decimal';
import { email } from './email';
import { emails } from './emails';
import { isEmpty, type DisplayContext, type FieldTypeUi } from './field_type';
import { file } from './file';
import { instant } from './instant';
import { integer } from './integer';
import { json } from './json';
import { link } from './link';
import { links } from './links';
import { longText } from './long_text';
import { money } from './money';
import { percent } from './percent';
import { phone } from './phone';
import { phones } from './phones';
import { stage } from './stage';
import { tags } from './tags';
import { team } from './team';
import { text } from './text';
import { url } from './url';
import { user } from './user';

export { InlineEditor } from './InlineEditor';
export { isEmpty, type DisplayContext, type EditorProps, type FieldTypeUi } from './field_type';

const types: { [type in FieldType]: FieldTypeUi } = {
  text, long_text: longText, url, email, phone, integer, decimal, percent, money, date, instant,
  boolean, choice, stage, choices, tags, emails, phones, address, link, user, team, file, links,
  autonumber, bank_accounts: bankAccounts, json,
};

/** What the screens know of a type; one that a newer server invented is shown as json. */
export const fieldType = (type: FieldType): FieldTypeUi => types[type] ?? json;

/** A value as a node for a cell or a line; null when empty. No hooks: cheap enough for grids. */
export function displayValue(value: unknown, context: DisplayContext): ReactNode {
  return isEmpty(value) ? null : fieldType(context.field.type).display(value, context);
}

/** A value as plain text, for the clipboard, tooltips and files. */
export function valueText(value: unknown, context: DisplayContext): string {
  return isEmpty(value) ? '' : fieldType(context.field.type).toText(value, context);
}

/** The value of a field or path of a record, as a node. */
export function displayField(
  metadata: Metadata, entity: string, path: string, record: CrmRecord,
): ReactNode {
  const field = fieldOf(metadata, entity, path);
  return field ? displayValue(valueAt(record, path), { field, metadata, record }) : null;
}

/** The same as a component, for places that draw a few values. */
export function FieldValue({ field, record }: { field: Field; record: CrmRecord }) {
  const metadata = useMetadata();
  const shown = displayValue(valueAt(record, field.name), { field, metadata, record });
  return <>{shown ?? <span className="faint">—</span>}</>;
}
