/** Conversion of a lead as the server offers it, and the answer made of what a person chose. */
import type { LinkValue, MoneyValue } from '@/shared/api';

export interface Match {
  match: LinkValue | null;
  candidates: LinkValue[];
  /** What would be made; null when nothing would. */
  name: string | null;
}

export interface Preview {
  account: Match;
  contact: Match;
  deal: { name: string; amount: MoneyValue | null };
}

/** Chosen for an account or a contact: one that is there, a new one, or none. */
export type Choice = { use: LinkValue } | 'new' | 'none';

export const CREATE = 'new';
export const NONE = 'none';

/** What the server would do by itself. */
export function usual({ match, name }: Match): Choice {
  if (match) return { use: match };
  return name ? CREATE : NONE;
}

/** One that the server is sure of comes first, once. */
export function offered({ match, candidates }: Match): LinkValue[] {
  const others = candidates.filter(({ id }) => id !== match?.id);
  return match ? [match, ...others] : others;
}

export interface Chosen {
  account: Choice;
  contact: Choice;
  /** null: no deal. */
  deal: { name: string; amount: MoneyValue | null } | null;
}

const written = (choice: Choice) => {
  if (choice === 'none') return { create: false };
  return choice === 'new' ? { create: true } : { id: choice.use.id };
};

/** The body of the action. */
export const conversionBody = ({ account, contact, deal }: Chosen) => ({
  account: written(account),
  contact: written(contact),
  deal: deal
    ? { create: true, ...(deal.name && { name: deal.name }), ...(deal.amount && {
      amount: deal.amount,
    }) }
    : { create: false },
});

export interface Converted {
  account: LinkValue | null;
  contact: LinkValue | null;
  deal: LinkValue | null;
}
