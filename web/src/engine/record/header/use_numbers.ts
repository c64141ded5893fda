/** Phone numbers to call from a record: its own, else those of its contact and its company. */
import { useQuery } from '@tanstack/react-query';
import { recordQuery, useMetadata, type CrmRecord, type LinkValue } from '@/shared/api';
import { useRecordPage } from '../record_context';

export interface PhoneNumber {
  number: string;
  /** Whose: a name, or nothing for the record itself. */
  of?: string;
}

interface Point {
  value: string;
  invalid?: boolean;
}

/** Numbers in a record, each once, without those that failed. */
export function numbersIn(record: CrmRecord | undefined, of?: string): PhoneNumber[] {
  if (!record) return [];
  const points = Array.isArray(record.phones) ? (record.phones as Point[]) : [];
  const numbers = points.filter(({ invalid }) => !invalid).map(({ value }) => value);
  if (typeof record.phone === 'string' && record.phone) numbers.unshift(record.phone);
  return [...new Set(numbers)].map((number) => ({ number, of }));
}

function useLinked(field: 'contact' | 'account'): PhoneNumber[] {
  const { record } = useRecordPage();
  const { entities } = useMetadata();
  const link = record[field] as LinkValue | null | undefined;
  const enabled = !!link?.id && link.name !== null && !!entities[link.entity];
  const { data } = useQuery({
    ...recordQuery(link?.entity ?? field, link?.id ?? ''), enabled, staleTime: 5 * 60_000,
  });
  return enabled ? numbersIn(data, link.name ?? undefined) : [];
}

export function useNumbers(): PhoneNumber[] {
  const { record } = useRecordPage();
  const contact = useLinked('contact');
  const account = useLinked('account');
  const all = [...numbersIn(record), ...contact, ...account];
  return all.filter(({ number }, at) => all.findIndex((each) => each.number === number) === at);
}
