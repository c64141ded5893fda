/** A person of the company. */
import i18next from 'i18next';
import type { LinkValue } from '@/shared/api';
import { Avatar } from '@/shared/ui';
import { RecordPicker } from '../controls/RecordPicker';
import type { FieldTypeUi } from '../field_type';

export const user: FieldTypeUi<LinkValue> = {
  display: (value) => (
    <span className="field-link">
      <Avatar name={value.name} />
      <span className="clip">{value.name ?? i18next.t('hiddenName')}</span>
    </span>
  ),
  Editor: RecordPicker,
  parse: (typed) => (typed.trim() ? undefined : null),
  toText: (value) => value.name ?? '',
  filter: 'link',
  width: 160,
};
