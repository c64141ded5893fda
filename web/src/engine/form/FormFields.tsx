/** Fields of a form with labels, hints and errors, laid out by metadata. */
import './form.css';
import { Input } from '@mantine/core';
import { useId, type ReactNode } from 'react';
import type { CrmRecord, Field, LayoutSection } from '@/shared/api';
import { FieldValue, fieldType } from '../fields';
import type { RecordForm } from './use_record_form';

interface FieldProps {
  form: RecordForm;
  field: Field;
  autoFocus?: boolean;
  /** What is said below it. */
  hint?: ReactNode;
}

/** One field of a form. */
export function FormField({ form, field, autoFocus, hint }: FieldProps) {
  const id = useId();
  const { Editor } = fieldType(field.type);
  const error = form.errors[field.name];
  const readOnly = field.read_only;
  return (
    <Input.Wrapper
      id={id}
      label={field.type === 'boolean' && !readOnly ? undefined : field.label}
      labelElement={readOnly ? 'div' : 'label'}
      description={field.hint}
      required={field.required && !readOnly}
      error={error}
    >
      {readOnly ? (
        <div className="form-readonly">
          <FieldValue field={field} record={form.values as CrmRecord} />
        </div>
      ) : (
        <Editor
          id={id}
          field={field}
          entity={form.entity.name}
          value={form.values[field.name]}
          onChange={(value) => form.set(field.name, value)}
          error={error !== undefined}
          autoFocus={autoFocus}
          record={form.values as CrmRecord}
        />
      )}
      {hint}
    </Input.Wrapper>
  );
}

/** Fields by name, one under the other; unknown names are left out. */
export const pickFields = (form: RecordForm, names: string[]): Field[] =>
  names.flatMap((name) => form.entity.fields.find((field) => field.name === name) ?? []);

type Hints = { [field: string]: ReactNode };

export const FormFields = ({ form, names, autoFocus, hints }: {
  form: RecordForm;
  names: string[];
  hints?: Hints;
  /** Focus the first field. */
  autoFocus?: boolean;
}) => (
  <div className="form">
    {pickFields(form, names).map((field, index) => (
      <FormField key={field.name} form={form} field={field} autoFocus={autoFocus && index === 0}
        hint={hints?.[field.name]} />
    ))}
    {hints?.['']}
  </div>
);

/** Whole sections, as the layout of the record page has them. */
export const FormSections = ({ form, sections, autoFocus, hints }: {
  form: RecordForm;
  sections: LayoutSection[];
  hints?: Hints;
  /** Focus the first field that can be typed into. */
  autoFocus?: boolean;
}) => {
  const first = autoFocus ? pickFields(form, sections.flatMap(({ rows }) => rows.flat()))
    .find((field) => !field.read_only) : undefined;
  return (
    <div className="form">
      {sections.map((section) => (
        <div key={section.key} className="form">
          <h3 className="form-section">{section.label}</h3>
          {section.rows.map((row) => (
            <div key={row.join()} className="form-row">
              {pickFields(form, row).map((field) => (
                <FormField key={field.name} form={form} field={field}
                  autoFocus={field === first} hint={hints?.[field.name]} />
              ))}
            </div>
          ))}
        </div>
      ))}
      {hints?.['']}
    </div>
  );
};
