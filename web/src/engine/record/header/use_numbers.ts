/** How people of a record are reached: its own numbers and addresses, those of contact, company. */
import { useQuery } from '@tanstack/react-query';
import { recordQuery, useMetadata, type CrmRecord, type LinkValue } from '@/shared/api';
import { useRecordPage } from '../record_context';

export interface PhoneNumber {
  number: string;
  /** Whose: a name, or nothing for the record itself. */
  of?: string;
}

export type Channel = 'mail' | 'telegram' | 'whatsapp' | 'sms';

export interface Address {
  channel: Channel;
  /** An e-mail address, a name in Telegram without "@", or a number. */
  to: string;
  of?: string;
}

interface Point {
  value: string;
  invalid?: boolean;
}

/** Values of a field and of its list, each once, without those that failed. */
function pointsIn(record: CrmRecord, one: string, many: string): string[] {
  const points = Array.isArray(record[many]) ? (record[many] as Point[]) : [];
  const values = points.filter(({ invalid }) => !invalid).map(({ value }) => value);
  const first = record[one];
  return [...new Set(typeof first === 'string' && first ? [first, ...values] : values)];
}

/** Numbers in a record, each once, without those that failed. */
export function numbersIn(record: CrmRecord | undefined, of?: string): PhoneNumber[] {
  if (!record) return [];
  return pointsIn(record, 'phone', 'phones').map((number) => ({ number, of }));
}

const TELEGRAM = /^(?:@|(?:https?:\/\/)?t\.me\/)?([a-z0-9_]{4,})$/i;

/** Where one can write to in a record, the surest way first. */
export function addressesIn(record: CrmRecord | undefined, of?: string): Address[] {
  if (!record) return [];
  const mails = pointsIn(record, 'email', 'emails');
  const numbers = pointsIn(record, 'phone', 'phones');
  const [, name] = TELEGRAM.exec(String(record.telegram ?? '').trim()) ?? [];
  return [
    ...mails.map((to): Address => ({ channel: 'mail', to, of })),
    ...(name ? [{ channel: 'telegram' as const, to: name, of }] : []),
    ...numbers.map((to): Address => ({ channel: 'whatsapp', to, of })),
    ...numbers.map((to): Address => ({ channel: 'sms', to, of })),
  ];
}

function useLinked(field: 'contact' | 'account'): [CrmRecord | undefined, string | undefined] {
  const { record } = useRecordPage();
  const { entities } = useMetadata();
  const link = record[field] as LinkValue | null | undefined;
  const enabled = !!link?.id && link.name !== null && !!entities[link.entity];
  const { data } = useQuery({
    ...recordQuery(link?.entity ?? field, link?.id ?? ''), enabled, staleTime: 5 * 60_000,
  });
  return enabled ? [data, link.name ?? undefined] : [undefined, undefined];
}

export function useNumbers(): PhoneNumber[] {
  const { record } = useRecordPage();
  const contact = useLinked('contact');
  const account = useLinked('account');
  const all = [...numbersIn(record), ...numbersIn(...contact), ...numbersIn(...account)];
  return all.filter(({ number }, at) => all.findIndex((each) => each.number === number) === at);
}

export function useAddresses(): Address[] {
  const { record } = useRecordPage();
  const contact = useLinked('contact');
  const account = useLinked('account');
  const all = [...addressesIn(record), ...addressesIn(...contact), ...addressesIn(...account)];
  return all.filter(({ channel, to }, at) =>
    all.findIndex((each) => each.channel === channel && each.to === to) === at);
}
