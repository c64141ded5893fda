/** Records that look like the one being typed; asked for a moment after the typing stops. */
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, type Entity, type LinkValue } from '@/shared/api';
import { isEmpty } from '../fields';
import type { RecordForm } from './use_record_form';

export interface Twin extends LinkValue {
  /** What agrees. */
  fields: string[];
}

const PAUSE_MS = 450;

// A name is made of parts, a list of addresses has a first one, and namesakes of two companies are
// two people.
const PARTS: { [field: string]: string[] } = {
  name: ['name', 'last_name', 'first_name', 'middle_name', 'account'],
  emails: ['emails', 'email'],
  phones: ['phones', 'phone'],
};

/** Fields of a form that what makes twins is typed into. */
export const typedFields = (entity: Entity): string[] =>
  (entity.duplicates ?? [])
    .flatMap((name) => PARTS[name] ?? [name])
    .filter((name) => entity.fields.some((field) => field.name === name && !field.read_only));

/** The field of those shown beside which a twin is told of: where what agrees was typed. */
export function placeOf(twin: Twin, shown: string[]): string | undefined {
  const places = twin.fields.flatMap((name) => PARTS[name] ?? [name]);
  return places.find((name) => name !== 'account' && shown.includes(name));
}

const idOf = (value: unknown) =>
  (typeof value === 'object' && value !== null && 'id' in value ? value.id : value);

export function useTwins(form: RecordForm, id?: string): Twin[] {
  const { entity, values, changes } = form;
  const names = typedFields(entity);
  const touched = names.some((name) => name in changes && !isEmpty(changes[name]));
  const typed = touched ? Object.fromEntries(
    names.filter((name) => !isEmpty(values[name])).map((name) => [name, idOf(values[name])])) : {};
  const [body] = useDebouncedValue(JSON.stringify(typed), PAUSE_MS);
  const { data = [] } = useQuery({
    queryKey: ['twins', entity.name, id, body] as const,
    enabled: body !== '{}',
    staleTime: 30_000,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const answer = await api.post<{ candidates: Twin[] }>(
        `/${entity.name}/duplicates`, { id, values: JSON.parse(body) as object }, { signal });
      return answer.candidates;
    },
  });
  return touched && body !== '{}' ? data : [];
}
