/** A stage of the record's pipeline. */
import { stageOf } from '@/shared/api';
import { Tag } from '@/shared/ui';
import { keyOf } from '../choice';
import { ChoiceControl } from '../controls/ChoiceControl';
import type { FieldTypeUi } from '../field_type';

export const stage: FieldTypeUi<string> = {
  display: (value, { metadata, record }) => {
    const found = stageOf(metadata, value, record);
    return <Tag label={found?.label ?? value} color={found?.color} />;
  },
  Editor: ChoiceControl,
  parse: (typed, context) => (typed.trim() ? keyOf(typed, context) : null),
  toText: (value, { metadata, record }) => stageOf(metadata, value, record)?.label ?? value,
  filter: 'choice',
  width: 140,
};
