/** Metadata of all entities in the person's language: the only source of fields, labels, rights. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { currentLanguage } from '../i18n';
import { api } from './client';
import { keys } from './keys';
import { queryClient } from './query_client';
import type {
  Choice, CrmRecord, Entity, Field, LinkValue, Metadata, Pipeline, Stage,
} from './types';

/** `language`: that of the screen, in which requests are made. */
export const metadataQuery = (language = currentLanguage()) =>
  queryOptions({
    queryKey: keys.metadata(language),
    staleTime: 5 * 60_000,
    gcTime: Infinity,
    queryFn: () => api.get<Metadata>('/metadata'),
  });

/** The metadata; only on screens inside the shell, which loads it first. */
export function useMetadata(): Metadata {
  const { data } = useQuery({ ...metadataQuery(), placeholderData: (previous) => previous });
  if (!data) throw new Error('useMetadata is used outside the signed-in screens');
  return data;
}

/** One entity, or undefined when there is none of that name or the person may not see it. */
export const useEntity = (name: string): Entity | undefined => useMetadata().entities[name];

/** The metadata as last read, for code outside components. */
export const readMetadata = () =>
  queryClient.getQueryData<Metadata>(keys.metadata(currentLanguage()));

/** May be made by filling a form in. A file cannot: it is uploaded to a record. */
export const canCreate = ({ name, rights }: Entity) => rights.create && name !== 'files';

/** A field by name or by path through links (account.industry); its label then names the way. */
export function fieldOf(metadata: Metadata, entity: string, path: string): Field | undefined {
  const [name, ...rest] = path.split('.');
  const field = metadata.entities[entity]?.fields.find((candidate) => candidate.name === name);
  if (!field || rest.length === 0) return field;
  const target = targetsOf(field)[0];
  const inner = target ? fieldOf(metadata, target, rest.join('.')) : undefined;
  return inner && { ...inner, name: path, label: `${field.label} › ${inner.label}` };
}

/** Entities to which a field of a pointing type may point. */
export function targetsOf(field: Field): string[] {
  if (field.type === 'user') return ['users'];
  if (field.type === 'team') return ['teams'];
  return field.to ?? [];
}

/** Value of a path in a record: a field, or a field of a linked record sent as "account.name". */
export function valueAt(record: CrmRecord, path: string): unknown {
  if (path in record || !path.includes('.')) return record[path];
  let value: unknown = record;
  for (const name of path.split('.')) {
    value = value && typeof value === 'object' ? (value as CrmRecord)[name] : undefined;
  }
  return value;
}

/** What a record is called. */
export function titleOf(entity: Entity, record: CrmRecord): string {
  const title = record[entity.title];
  if (typeof title === 'string' && title) return title;
  const parts = ['last_name', 'first_name', 'middle_name', 'name', 'subject']
    .map((name) => record[name])
    .filter((part): part is string => typeof part === 'string' && part !== '');
  return parts.join(' ') || entity.labels.one;
}

/** The pipeline of a record: its own, else the default one. */
export function pipelineOf(metadata: Metadata, record?: CrmRecord): Pipeline | undefined {
  const own = record?.pipeline as LinkValue | string | null | undefined;
  const id = typeof own === 'string' ? own : own?.id;
  return metadata.pipelines.find((pipeline) => pipeline.id === id)
    ?? metadata.pipelines.find((pipeline) => pipeline.default)
    ?? metadata.pipelines[0];
}

/** A stage by key: of the record's pipeline, else of any pipeline that has it. */
export function stageOf(metadata: Metadata, key: string, record?: CrmRecord): Stage | undefined {
  const within = (pipeline?: Pipeline) => pipeline?.stages.find((stage) => stage.key === key);
  const found = within(pipelineOf(metadata, record));
  if (found) return found;
  for (const pipeline of metadata.pipelines) {
    const stage = within(pipeline);
    if (stage) return stage;
  }
  return undefined;
}

/** The values a choice, choices or stage field may take. */
export function choicesOf(metadata: Metadata, field: Field, record?: CrmRecord): Choice[] {
  if (field.type === 'stage') return pipelineOf(metadata, record)?.stages ?? [];
  return field.choices ?? [];
}
