/** Roles that are based on others. */
import type { CrmRecord, LinkValue } from '@/shared/api';
import { readRights, type Layers } from './rights';

const parentOf = (role: CrmRecord | undefined) => (role?.parent as LinkValue | null)?.id ?? null;

/** The role and those it is based on, the nearest first; a ring is walked once. */
function chainFrom(first: string | null, roles: CrmRecord[]): CrmRecord[] {
  const chain: CrmRecord[] = [];
  for (let id = first; id; id = parentOf(chain.at(-1))) {
    const role = roles.find((each) => each.id === id);
    if (!role || chain.includes(role)) break;
    chain.push(role);
  }
  return chain;
}

export const basesOf = (parent: string | null, roles: CrmRecord[]): Layers =>
  chainFrom(parent, roles).map(({ rights }) => readRights(rights));

/** What a role can be based on: not the administrator, not itself, nothing that is based on it. */
export const possibleParents = (role: CrmRecord, roles: CrmRecord[]) =>
  roles.filter((each) => each.key !== 'administrator'
    && !chainFrom(each.id, roles).some(({ id }) => id === role.id));
