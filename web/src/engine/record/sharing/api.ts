/** Who a record was given to by hand, and who sees it and why. */
import { api, type LinkValue } from '@/shared/api';

export interface Share {
  whom: LinkValue;
  may_edit: boolean;
  by: LinkValue | null;
  at: string;
}

export interface Shares {
  items: Share[];
  /** Whether the person may give the record to others. */
  may_share: boolean;
}

export type Rule =
  | 'owner' | 'team' | 'subordinates' | 'territory' | 'shared' | 'sharing_rule' | 'substitute'
  | 'all' | 'everyone' | 'administrator';
export type Level = 'none' | 'own' | 'team' | 'subordinates' | 'territory' | 'all';

export interface Reason {
  rule: Rule;
  from: LinkValue | null;
  edit: boolean;
}

interface SeenRecord extends LinkValue {
  owner: LinkValue | null;
  team: LinkValue | null;
}

export interface RecordSight {
  record: SeenRecord;
  seen_by: number;
  people: number;
  rules: (Reason & { count: number; people: LinkValue[] })[];
}

export interface PersonSight {
  record: SeenRecord;
  person: LinkValue;
  active: boolean;
  role: LinkValue | null;
  read: Level;
  update: Level;
  sees: boolean;
  edits: boolean;
  why: Reason[];
  /** What would give the record if the role's level were that. */
  hindered: (Reason & { level: Level })[];
  hidden_fields: string[];
}

type Of = Pick<LinkValue, 'entity' | 'id'>;
const pathOf = ({ entity, id }: Of) => `/${entity}/${id}`;

export const fetchShares = (of: Of, signal?: AbortSignal) =>
  api.get<Shares>(`${pathOf(of)}/shares`, { signal });

export const giveTo = (of: Of, whom: string, mayEdit: boolean) =>
  api.put(`${pathOf(of)}/shares/${whom}`, { may_edit: mayEdit });

export const takeFrom = (of: Of, whom: string) => api.delete(`${pathOf(of)}/shares/${whom}`);

export const fetchSight = (of: Of, signal?: AbortSignal) =>
  api.get<RecordSight>(`${pathOf(of)}/sight`, { signal });

export const fetchPersonSight = (of: Of, user: string, signal?: AbortSignal) =>
  api.get<PersonSight>(`${pathOf(of)}/sight`, { signal, query: { user } });
