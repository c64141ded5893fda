/** A postal address. */
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { commitOnLeave } from '../controls/commit_keys';
import type { EditorProps, FieldTypeUi } from '../field_type';
import { PlaceOfAddress } from './PlaceOfAddress';

const PARTS = ['street', 'city', 'region', 'postal_code', 'country'] as const;
const DEGREES = ['latitude', 'longitude'] as const;
export type Address = { [part in (typeof PARTS)[number]]?: string | null } & {
  /** Degrees: as read a number, as typed the text of one. */
  latitude?: number | string | null;
  longitude?: number | string | null;
};

const whole = (value: Address) =>
  PARTS.map((part) => value[part]).filter(Boolean).join(', ');

function AddressEditor(props: EditorProps<Address>) {
  const { value, onChange } = props;
  const { t } = useTranslation();
  const put = (part: Partial<Address>) => {
    const next = { ...value, ...part };
    const known = [...PARTS, ...DEGREES].some((name) => (next[name] ?? '') !== '');
    onChange(known ? next : null);
  };
  return (
    <div className="field-grid" {...commitOnLeave(props, () => value ?? null)}>
      {PARTS.map((part, index) => (
        <TextInput
          key={part}
          id={index === 0 ? props.id : undefined}
          className={part === 'street' ? 'wide' : undefined}
          placeholder={t(`address.${part}`)}
          aria-label={t(`address.${part}`)}
          value={value?.[part] ?? ''}
          error={props.error}
          disabled={props.disabled}
          autoFocus={index === 0 && (props.inline || props.autoFocus)}
          autoComplete="off"
          onChange={(event) => put({ [part]: event.currentTarget.value || null })}
        />
      ))}
      <PlaceOfAddress {...props} onPlace={put} />
    </div>
  );
}

export const address: FieldTypeUi<Address> = {
  display: whole,
  Editor: AddressEditor,
  parse: (typed) => (typed.trim() ? { street: typed.trim() } : null),
  toText: whole,
  filter: 'text',
  width: 220,
  composite: true,
};
