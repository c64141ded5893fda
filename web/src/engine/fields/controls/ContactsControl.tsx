/** Several phones or e-mails, each with its kind. */
import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EditorProps } from '../field_type';
import { RowsControl } from './RowsControl';

export interface ContactPoint {
  value: string;
  kind: string;
  invalid?: boolean;
  opted_out?: boolean;
}

const KINDS = ['work', 'mobile', 'home', 'other'] as const;

interface Props extends EditorProps<ContactPoint[]> {
  type: 'email' | 'tel';
}

export function ContactsControl(props: Props) {
  const { t } = useTranslation();
  const kinds = KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }));
  const blank = { value: '', kind: props.type === 'tel' ? 'mobile' : 'work' };
  return (
    <RowsControl {...props} blank={blank} isBlank={(row) => row.value.trim() === ''}>
      {(row, change, index) => (
        <>
          <TextInput
            id={index === 0 ? props.id : undefined}
            style={{ flex: 1 }}
            type={props.type}
            value={row.value}
            error={props.error}
            disabled={props.disabled}
            autoFocus={index === 0 && (props.inline || props.autoFocus)}
            autoComplete="off"
            aria-label={`${props.field.label} ${index + 1}`}
            onChange={(event) => change({ value: event.currentTarget.value })}
          />
          <Select
            className="contact-kind"
            data={kinds}
            value={row.kind}
            disabled={props.disabled}
            allowDeselect={false}
            aria-label={t('kind.label')}
            comboboxProps={{ withinPortal: !props.inline }}
            onChange={(kind) => change({ kind: kind ?? 'other' })}
          />
        </>
      )}
    </RowsControl>
  );
}

export const contactsToText = (points: ContactPoint[]) =>
  points.map((point) => point.value).join(', ');

export const parseContacts = (text: string, kind: string): ContactPoint[] | null => {
  const values = text.split(/[,;\n]/).map((part) => part.trim()).filter(Boolean);
  return values.length > 0 ? values.map((value) => ({ value, kind })) : null;
};
