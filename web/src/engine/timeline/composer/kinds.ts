/** What can be written on a record, and which fields each asks for at once. */
import type { CrmRecord, Entity, LinkValue } from '@/shared/api';
import { dayjs } from '@/shared/i18n/dates';

export const KINDS = ['notes', 'tasks', 'calls', 'meetings', 'mail', 'message', 'files'] as const;
export type ComposerKind = (typeof KINDS)[number];

/** Written here, sent by another program, kept as notes. */
export type LetterKind = Extract<ComposerKind, 'mail' | 'message'>;
export const isLetter = (kind: ComposerKind): kind is LetterKind =>
  kind === 'mail' || kind === 'message';

interface Shape {
  /** The large field on top. */
  main: string;
  /** Small fields in a row. */
  row: string[];
  /** Below, in full width. */
  more: string[];
  /** Has happened or is planned: the person says which. */
  planned?: boolean;
}

/** Names of fields of the public contract (docs/api); absent or read-only ones are left out. */
export const SHAPES: { [kind in Exclude<ComposerKind, 'files' | LetterKind>]: Shape } = {
  notes: { main: 'body', row: [], more: [] },
  tasks: { main: 'subject', row: ['due_at', 'priority', 'owner'], more: ['description'] },
  calls: {
    main: 'subject', row: ['starts_at', 'direction', 'outcome'], more: ['result'], planned: true,
  },
  meetings: {
    main: 'subject', row: ['starts_at', 'ends_at', 'place'], more: ['description'], planned: true,
  },
};

/** May such a thing be tied to records of this entity by this person? */
export function mayCompose(target: Entity | undefined, entity: string): boolean {
  const related = target?.fields.find(({ name }) => name === 'related');
  return !!target?.rights.create && !!related?.to?.includes(entity);
}

/** Values a new one begins with. */
export function beginnings(
  kind: ComposerKind, target: Entity, self: LinkValue, record: CrmRecord, me: LinkValue,
): { [field: string]: unknown } {
  const has = (name: string) => target.fields.some((field) => field.name === name);
  const values: { [field: string]: unknown } = { related: self, owner: me };
  if (kind === 'calls') {
    values.subject = target.labels.one;
    if (has('phone') && typeof record.phone === 'string') values.phone = record.phone;
  }
  if (kind === 'calls' || kind === 'meetings') {
    values.status = kind === 'calls' ? 'done' : 'planned';
    values.starts_at = roundedNow(kind === 'calls' ? 0 : 60);
  }
  return values;
}

/** Now or later, to the five minutes. */
function roundedNow(laterMinutes: number) {
  const at = dayjs().add(laterMinutes, 'minute').second(0).millisecond(0);
  return at.minute(at.minute() - (at.minute() % 5)).toISOString();
}

/** Usual times for a task: at six in the evening of today, of tomorrow, in a week. */
export const DUE_IN_DAYS = [0, 1, 7] as const;
export const dueIn = (days: number) =>
  dayjs().add(days, 'day').hour(18).minute(0).second(0).millisecond(0).toISOString();
