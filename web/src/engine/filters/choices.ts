/** The words a filter by a choice offers. */
import { choicesOf, type Choice, type Field, type Metadata } from '@/shared/api';

/** Of a stage: those of every pipeline, each key once. */
export function filterChoices(metadata: Metadata, field: Field): Choice[] {
  if (field.type !== 'stage') return choicesOf(metadata, field);
  const all = metadata.pipelines.flatMap((pipeline) => pipeline.stages);
  return [...new Map(all.map((stage) => [stage.key, stage])).values()];
}
