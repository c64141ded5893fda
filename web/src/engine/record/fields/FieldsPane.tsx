/** The sections of the layout with every field in its line, edited in place. */
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isEmpty } from '@/engine/fields';
import type { Entity, Field, LayoutSection } from '@/shared/api';
import { Kbd } from '@/shared/ui';
import { isEditable, useRecordPage } from '../record_context';
import { EditableValue, editKey } from './EditableValue';

const PLACE = 'fields';

const fieldsOf = (entity: Entity, section: LayoutSection): Field[] =>
  section.rows.flat().flatMap((name) => entity.fields.find((field) => field.name === name) ?? []);

export function FieldsPane() {
  const { t } = useTranslation('record');
  const { entity, setEditing, editAll, drawer } = useRecordPage();
  const sections = entity.layouts.detail.map((section) => ({
    ...section, fields: fieldsOf(entity, section),
  }));
  const order = sections.flatMap(({ fields }) => fields)
    .filter((field) => isEditable(entity, field));
  const goOn = (from: Field, backwards: boolean) => {
    const next = order[order.indexOf(from) + (backwards ? -1 : 1)];
    if (next) setEditing(editKey(PLACE, next.name));
  };
  return (
    <div className="fields-pane">
      {sections.map((section) => (
        <Section key={section.key} label={section.label} fields={section.fields} goOn={goOn} />
      ))}
      {order.length > 0 && (
        <button type="button" className="fields-all" onClick={editAll}>
          {t('editAll')}
          {!drawer && <Kbd keys="KeyE" />}
        </button>
      )}
    </div>
  );
}

interface SectionProps {
  label: string;
  fields: Field[];
  goOn: (from: Field, backwards: boolean) => void;
}

/** A section that nobody filled in begins folded. */
function Section({ label, fields, goOn }: SectionProps) {
  const { record } = useRecordPage();
  const blank = fields.every((field) => isEmpty(record[field.name]));
  const [chosen, setChosen] = useState<boolean>();
  const opened = chosen ?? !blank;
  return (
    <section className="fields-section">
      <h2>
        <button type="button" className="fields-fold" aria-expanded={opened}
          onClick={() => setChosen(!opened)}>
          <IconChevronDown size={14} stroke={1.7} />
          {label}
        </button>
      </h2>
      {opened && fields.map((field) => (
        <div key={field.name} className="fields-row">
          <span className="fields-label" title={field.hint}>{field.label}</span>
          <EditableValue field={field} place={PLACE}
            onTab={(backwards) => goOn(field, backwards)} />
        </div>
      ))}
    </section>
  );
}
