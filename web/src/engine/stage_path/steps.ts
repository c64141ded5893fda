/** The way of a record as steps: stages of its pipeline, or the words of a choice. */
import {
  choicesOf, type Color, type CrmRecord, type Entity, type Field, type Metadata, type Stage,
} from '@/shared/api';
import { isEmpty } from '@/engine/fields';

export interface Step {
  key: string;
  label: string;
  color: Color;
  kind: Stage['kind'];
  state: 'passed' | 'current' | 'ahead';
}

/** The field whose way the page shows: the stage, else the field of the board. */
export function pathField(entity: Entity): Field | undefined {
  const stage = entity.fields.find(({ type }) => type === 'stage');
  if (stage) return stage;
  const board = entity.fields.find(({ name }) => name === entity.board?.field);
  return board?.type === 'choice' ? board : undefined;
}

const ORDER = { open: 0, won: 1, lost: 2 };

/** A choice has no kinds; a red word is a bad end. */
const kindOf = (choice: { color?: Color; kind?: Stage['kind'] }) =>
  choice.kind ?? (choice.color === 'red' ? 'lost' : 'open');

export function stepsOf(metadata: Metadata, field: Field, record: CrmRecord): Step[] {
  const steps = choicesOf(metadata, field, record)
    .map((choice) => ({
      key: choice.key, label: choice.label, color: choice.color ?? 'gray', kind: kindOf(choice),
    }))
    .sort((a, b) => ORDER[a.kind] - ORDER[b.kind]);
  const at = steps.findIndex(({ key }) => key === record[field.name]);
  const lost = steps[at]?.kind === 'lost';
  return steps.map((step, index) => ({
    ...step,
    state: index === at ? 'current' : index < at && !lost ? 'passed' : 'ahead',
  }));
}

/** Fields that must be filled in before a record may stand at a step. */
export function requiredAt(
  metadata: Metadata, entity: Entity, field: Field, record: CrmRecord, key: string,
): string[] {
  const stage = choicesOf(metadata, field, record).find((choice) => choice.key === key);
  if (!stage || !('required' in stage)) return [];
  const { kind, required } = stage as Stage;
  const wanted = kind === 'lost' ? ['loss_reason', ...required] : required;
  return [...new Set(wanted)].filter((name) =>
    isEmpty(record[name]) && entity.fields.some((own) => own.name === name && !own.read_only));
}
