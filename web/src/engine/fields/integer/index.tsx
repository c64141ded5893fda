/** A whole number. */
import { formatNumber } from '@/shared/i18n/format';
import { parseDecimal } from '@/shared/i18n/parse';
import { DecimalControl } from '../controls/DecimalControl';
import type { EditorProps, FieldTypeUi } from '../field_type';

const toNumber = (text: string | null) => (text === null ? null : Math.trunc(Number(text)));

const IntegerEditor = ({ value, onChange, onCommit, ...rest }: EditorProps<number>) => (
  <DecimalControl
    {...rest}
    value={value === null || value === undefined ? null : String(value)}
    onChange={(text) => onChange(toNumber(text))}
    onCommit={onCommit && ((text) => onCommit(toNumber(text)))}
  />
);

export const integer: FieldTypeUi<number> = {
  display: (value) => <span className="num">{formatNumber(value)}</span>,
  Editor: IntegerEditor,
  parse: (typed) => {
    if (!typed.trim()) return null;
    const number = parseDecimal(typed);
    return number === undefined ? undefined : Math.trunc(Number(number));
  },
  toText: String,
  filter: 'number',
  width: 110,
  align: 'right',
};
