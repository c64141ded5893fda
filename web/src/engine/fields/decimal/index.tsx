/** A number with a fraction, kept as text so that no digit is lost. */
import { formatNumber } from '@/shared/i18n/format';
import { parseDecimal } from '@/shared/i18n/parse';
import { DecimalControl } from '../controls/DecimalControl';
import type { FieldTypeUi } from '../field_type';

export const decimal: FieldTypeUi<string> = {
  display: (value, { field }) => (
    <span className="num">{formatNumber(value, field.scale ?? 2)}</span>
  ),
  Editor: DecimalControl,
  parse: (typed) => (typed.trim() ? parseDecimal(typed) : null),
  toText: (value) => value,
  filter: 'number',
  width: 120,
  align: 'right',
};
