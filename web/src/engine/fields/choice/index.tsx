/** One word of a list. */
import { choicesOf } from '@/shared/api';
import { Tag } from '@/shared/ui';
import { ChoiceControl } from '../controls/ChoiceControl';
import type { DisplayContext, FieldTypeUi } from '../field_type';

const find = (key: string, { field, metadata, record }: DisplayContext) =>
  choicesOf(metadata, field, record).find((choice) => choice.key === key);

/** The key of a label or key written by a person. */
export function keyOf(text: string, { field, metadata, record }: DisplayContext) {
  const wanted = text.trim().toLowerCase();
  return choicesOf(metadata, field, record).find(({ key, label }) =>
    key.toLowerCase() === wanted || label.toLowerCase() === wanted)?.key;
}

export const choice: FieldTypeUi<string> = {
  display: (value, context) => {
    const found = find(value, context);
    return <Tag label={found?.label ?? value} color={found?.color} plain={found && !found.color} />;
  },
  Editor: ChoiceControl,
  parse: (typed, context) => (typed.trim() ? keyOf(typed, context) : null),
  toText: (value, context) => find(value, context)?.label ?? value,
  filter: 'choice',
  width: 140,
};
