/** The rights of a role as the server keeps them, and how they are read and changed. */
export const ACTIONS = ['read', 'create', 'update', 'delete', 'export'] as const;
export type Action = (typeof ACTIONS)[number];

export const LEVELS = ['none', 'own', 'team', 'all'] as const;
export type Level = (typeof LEVELS)[number];

/** What a role may do with a field. */
export const FIELD_RIGHTS = ['edit', 'read', 'hidden'] as const;
export type FieldRight = (typeof FIELD_RIGHTS)[number];

type EntityRights = { [action in Action]?: Level } & { hidden?: string[]; locked?: string[] };

/** By entity; "*" is for those not named. */
export interface Rights {
  [entity: string]: EntityRights;
}

export const OTHERS = '*';

export const readRights = (value: unknown): Rights =>
  (value && typeof value === 'object' ? (value as Rights) : {});

export const levelOf = (rights: Rights, entity: string, action: Action): Level =>
  rights[entity]?.[action] ?? rights[OTHERS]?.[action] ?? 'none';

export function withLevel(rights: Rights, entity: string, action: Action, level: Level): Rights {
  const own: EntityRights = { ...rights[entity], [action]: level };
  // What is as for all others is left to them, so that it follows when they change.
  if (entity !== OTHERS && rights[OTHERS]?.[action] === level) delete own[action];
  return compact({ ...rights, [entity]: own });
}

export function fieldRight(rights: Rights, entity: string, field: string): FieldRight {
  if (rights[entity]?.hidden?.includes(field)) return 'hidden';
  return rights[entity]?.locked?.includes(field) ? 'read' : 'edit';
}

export function withFieldRight(
  rights: Rights, entity: string, field: string, right: FieldRight,
): Rights {
  const without = (names: string[] | undefined) => (names ?? []).filter((name) => name !== field);
  const hidden = without(rights[entity]?.hidden);
  const locked = without(rights[entity]?.locked);
  if (right === 'hidden') hidden.push(field);
  if (right === 'read') locked.push(field);
  return compact({ ...rights, [entity]: { ...rights[entity], hidden, locked } });
}

/** How many fields a role may not see or not change. */
export const restrictedFields = (rights: Rights, entity: string) =>
  (rights[entity]?.hidden?.length ?? 0) + (rights[entity]?.locked?.length ?? 0);

function compact(rights: Rights): Rights {
  const entries = Object.entries(rights).map(([entity, own]) => {
    const { hidden, locked, ...levels } = own;
    return [entity, {
      ...levels, ...(hidden?.length && { hidden }), ...(locked?.length && { locked }),
    }] as const;
  });
  return Object.fromEntries(entries.filter(([entity, own]) =>
    entity === OTHERS || Object.keys(own).length > 0));
}
