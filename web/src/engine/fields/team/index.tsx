/** A team of the company. */
import i18next from 'i18next';
import type { LinkValue } from '@/shared/api';
import { RecordPicker } from '../controls/RecordPicker';
import type { FieldTypeUi } from '../field_type';

export const team: FieldTypeUi<LinkValue> = {
  display: (value) => value.name ?? i18next.t('hiddenName'),
  Editor: RecordPicker,
  parse: (typed) => (typed.trim() ? undefined : null),
  toText: (value) => value.name ?? '',
  filter: 'link',
  width: 140,
};
