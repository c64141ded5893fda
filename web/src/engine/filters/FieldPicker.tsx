/** Picks a field of an entity, or of a record that a field of it points to, by typing. */
import { TextInput } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import {
  fieldOf,
  targetsOf,
  useMetadata,
  type Entity,
  type Field,
  type Metadata,
} from '@/shared/api';

interface Props {
  entity: Entity;
  /** Not those of linked records. */
  own?: boolean;
  /** Which fields may be picked. */
  allow: (field: Field) => boolean;
  /** Fields, by path, that are not offered. */
  except?: string[];
  onPick: (field: Field) => void;
}

interface Option {
  key: string;
  label: string;
  /** A field to pick, or a link whose fields to show. */
  field?: Field;
  into?: Field;
}

const HIDDEN = ['id', 'version'];

const SYSTEM = ['team', 'created_at', 'created_by', 'changed_at', 'changed_by', 'external_id'];

/** Those of the list first, those that every entity has last. */
function fieldsOf(entity: Entity, allow: Props['allow']): Field[] {
  const rank = ({ name }: Field) => {
    const listed = entity.layouts.list.indexOf(name);
    return listed >= 0 ? listed : 100 + SYSTEM.indexOf(name);
  };
  return entity.fields
    .filter((field) => !HIDDEN.includes(field.name) && allow(field))
    .sort((a, b) => rank(a) - rank(b));
}

const links = (entity: Entity, metadata: Metadata) =>
  entity.fields.filter(
    (field) => field.type === 'link' && field.to?.length === 1 && metadata.entities[field.to[0]!],
  );

function linked(metadata: Metadata, entity: Entity, link: Field, allow: Props['allow']) {
  const target = metadata.entities[targetsOf(link)[0] ?? ''];
  return target
    ? fieldsOf(target, allow).flatMap(
        (field) => fieldOf(metadata, entity.name, `${link.name}.${field.name}`) ?? [],
      )
    : [];
}

const asOption = (field: Field): Option => ({ key: field.name, label: field.label, field });

function optionsOf(
  metadata: Metadata,
  { entity, allow, own, except }: Props,
  text: string,
  into: Field | undefined,
): Option[] {
  const wanted = text.trim().toLowerCase();
  const matches = ({ key, label }: Option) =>
    !except?.includes(key) && label.toLowerCase().includes(wanted);
  if (into) return linked(metadata, entity, into, allow).map(asOption).filter(matches);
  const fields = fieldsOf(entity, allow).map(asOption);
  const ways = own ? [] : links(entity, metadata);
  if (!wanted) {
    return [
      ...fields.filter(matches),
      ...ways.map((link) => ({ key: `${link.name}.`, label: link.label, into: link })),
    ];
  }
  const far = ways.flatMap((link) => linked(metadata, entity, link, allow)).map(asOption);
  return [...fields, ...far].filter(matches);
}

export function FieldPicker(props: Props) {
  const { t } = useTranslation('filters');
  const metadata = useMetadata();
  const [text, setText] = useState('');
  const [into, setInto] = useState<Field>();
  const [at, setAt] = useState(0);
  const options = optionsOf(metadata, props, text, into);
  const choose = (option: Option | undefined) => {
    if (option?.field) props.onPick(option.field);
    else if (option?.into) open(option.into);
  };
  const open = (link: Field | undefined) => {
    setInto(link);
    setText('');
    setAt(0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (step) {
      event.preventDefault();
      const next = (at + step + options.length) % Math.max(1, options.length);
      setAt(next);
      document.getElementById(`field-option-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.code === 'Enter' || (event.code === 'ArrowRight' && options[at]?.into)) {
      event.preventDefault();
      choose(options[at]);
    } else if (event.code === 'Backspace' && text === '' && into) {
      open(undefined);
    }
  };
  return (
    <div className="field-picker">
      <TextInput
        value={text}
        autoFocus
        data-autofocus
        autoComplete="off"
        placeholder={t('findField')}
        role="combobox"
        aria-expanded
        aria-controls="field-options"
        aria-label={t('findField')}
        aria-activedescendant={`field-option-${at}`}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
      />
      {into && (
        <button type="button" className="field-option muted" onClick={() => open(undefined)}>
          <IconChevronLeft size={14} />
          {into.label}
        </button>
      )}
      <div className="field-options" id="field-options" role="listbox" aria-label={t('field')}>
        {options.map((option, index) => (
          <div
            key={option.key}
            id={`field-option-${index}`}
            className="field-option"
            role="option"
            aria-selected={index === at}
            onMouseMove={() => setAt(index)}
            onClick={() => choose(option)}
          >
            <span className="clip">{option.label}</span>
            {option.into && <IconChevronRight size={14} />}
          </div>
        ))}
        {options.length === 0 && (
          <div className="field-option muted">{t('common:nothingFound')}</div>
        )}
      </div>
    </div>
  );
}
