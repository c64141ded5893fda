/** The rights of a role as the server keeps them, and how they are read and changed. */
export const ACTIONS = [
  'read', 'create', 'update', 'delete', 'export', 'mass_edit', 'deleted',
] as const;
export type Action = (typeof ACTIONS)[number];

export const LEVELS = ['none', 'own', 'team', 'subordinates', 'territory', 'all'] as const;
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

/** What is said nowhere: many are changed wherever one is, what is deleted is seen as the rest. */
const unsaid = (of: (action: Action) => Level, action: Action): Level => {
  if (action === 'mass_edit') return 'all';
  return action === 'deleted' ? of('read') : 'none';
};

/** Rights laid over those of the roles that a role is based on, the nearest first. */
export type Layers = readonly Rights[];

/** Of the nearest role that names the entity; else of the nearest that says "all others". */
export function levelOf(layers: Layers, entity: string, action: Action): Level {
  const said = layers.find((rights) => rights[entity]?.[action])?.[entity]?.[action]
    ?? layers.find((rights) => rights[OTHERS]?.[action])?.[OTHERS]?.[action];
  return said ?? unsaid((other) => levelOf(layers, entity, other), action);
}

export function withLevel(
  rights: Rights, bases: Layers, entity: string, action: Action, level: Level,
): Rights {
  const own: EntityRights = { ...rights[entity], [action]: level };
  const rest = { ...own };
  delete rest[action];
  // What is as it would be without a word is left unsaid, so that it follows when that changes.
  const without = { ...rights, [entity]: rest };
  const same = levelOf([without, ...bases], entity, action) === level;
  return compact({ ...rights, [entity]: same ? rest : own });
}

const namesOf = (layers: Layers, entity: string, list: 'hidden' | 'locked') =>
  layers.find((rights) => rights[entity]?.[list])?.[entity]?.[list] ?? [];

export function fieldRight(layers: Layers, entity: string, field: string): FieldRight {
  if (namesOf(layers, entity, 'hidden').includes(field)) return 'hidden';
  return namesOf(layers, entity, 'locked').includes(field) ? 'read' : 'edit';
}

export function withFieldRight(
  rights: Rights, bases: Layers, entity: string, field: string, right: FieldRight,
): Rights {
  const without = (list: 'hidden' | 'locked') =>
    namesOf([rights, ...bases], entity, list).filter((name) => name !== field);
  const hidden = without('hidden');
  const locked = without('locked');
  if (right === 'hidden') hidden.push(field);
  if (right === 'read') locked.push(field);
  const own: EntityRights = { ...rights[entity] };
  // A list that the role is based on is answered by one of its own, even an empty one.
  const put = (list: 'hidden' | 'locked', names: string[]) => {
    if (names.join() === namesOf(bases, entity, list).join()) delete own[list];
    else own[list] = names;
  };
  put('hidden', hidden);
  put('locked', locked);
  return compact({ ...rights, [entity]: own });
}

/** How many fields a role may not see or not change. */
export const restrictedFields = (layers: Layers, entity: string) =>
  namesOf(layers, entity, 'hidden').length + namesOf(layers, entity, 'locked').length;

function compact(rights: Rights): Rights {
  const entries = Object.entries(rights);
  return Object.fromEntries(entries.filter(([entity, own]) =>
    entity === OTHERS || Object.keys(own).length > 0));
}
