/** A share in per cent. */
import { formatPercent } from '@/shared/i18n/format';
import { parseDecimal } from '@/shared/i18n/parse';
import { DecimalControl } from '../controls/DecimalControl';
import type { EditorProps, FieldTypeUi } from '../field_type';

const PercentEditor = (props: EditorProps<string>) => <DecimalControl {...props} suffix="%" />;

export const percent: FieldTypeUi<string> = {
  display: (value) => <span className="num">{formatPercent(value)}</span>,
  Editor: PercentEditor,
  parse: (typed) => (typed.trim() ? parseDecimal(typed.replace('%', '')) : null),
  toText: (value) => `${value}%`,
  filter: 'number',
  width: 110,
  align: 'right',
};
