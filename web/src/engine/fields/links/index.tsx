/** Several records of another entity. */
import type { LinkValue } from '@/shared/api';
import { RecordsPicker } from '../controls/RecordsPicker';
import type { FieldTypeUi } from '../field_type';
import { linkTo } from '../link';

export const links: FieldTypeUi<LinkValue[]> = {
  display: (value) => (
    <span className="field-tags" style={{ gap: 8 }}>
      {value.map((one) => <span key={one.id} className="clip">{linkTo(one)}</span>)}
    </span>
  ),
  Editor: RecordsPicker,
  parse: (typed) => (typed.trim() ? undefined : null),
  toText: (value) => value.map((one) => one.name ?? '').join(', '),
  filter: 'link',
  width: 200,
  composite: true,
};
