/**
 * What the side bar and the phone's menu list: the areas with entities that the person may see.
 * Users, teams and roles are not among them: they have screens of their own under administration.
 */
import { canCreate, isAdministrator, useMetadata, useSession, type Entity } from '@/shared/api';

export interface Area {
  name: string;
  label: string;
  entities: Entity[];
}

export function useNavigation(): Area[] {
  const { areas, entities } = useMetadata();
  return areas
    .filter((area) => area.name !== 'system')
    .map((area) => ({
      ...area,
      entities: area.entities.flatMap((name) => entities[name] ?? []),
    }))
    .filter((area) => area.entities.length > 0);
}

/** Entities of which the person may make new records, in the order of the side bar. */
export const useCreatable = () =>
  useNavigation().flatMap((area) => area.entities.filter(canCreate));

const STRUCTURE = ['departments', 'positions', 'offices'];

/** What the company consists of, which administrators keep. */
export function useStructure(): Entity[] {
  const { entities } = useMetadata();
  const administers = isAdministrator(useSession());
  return administers ? STRUCTURE.flatMap((name) => entities[name] ?? []) : [];
}
