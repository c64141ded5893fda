/**
 * Shapes that come over the wire: the metadata, records, filters, the session.
 * They describe kinds of things only; which fields an entity has is known from the metadata alone.
 */
export type FieldType =
  | 'text' | 'long_text' | 'url' | 'email' | 'phone' | 'integer' | 'decimal' | 'percent' | 'money'
  | 'date' | 'instant' | 'boolean' | 'choice' | 'stage' | 'choices' | 'tags' | 'emails' | 'phones'
  | 'address' | 'link' | 'user' | 'team' | 'file' | 'links' | 'autonumber'
  | 'bank_accounts' | 'json';

export type Color = 'gray' | 'blue' | 'violet' | 'orange' | 'green' | 'red' | 'teal' | 'pink';

export interface Choice {
  key: string;
  label: string;
  color?: Color;
}

export interface Field {
  name: string;
  type: FieldType;
  label: string;
  required?: boolean;
  read_only?: boolean;
  sortable?: boolean;
  hint?: string;
  choices?: Choice[];
  default?: unknown;
  to?: string[];
  max?: number;
  min?: number;
  scale?: number;
}

export interface LayoutSection {
  key: string;
  label: string;
  rows: string[][];
}

export interface RelatedList {
  name: string;
  entity: string;
  field: string;
  label: string;
}

export interface Entity {
  name: string;
  area: string;
  icon: string;
  color: Color;
  labels: { one: string; many: string; new: string };
  title: string;
  /** Fields by which likely twins are found. */
  duplicates?: string[];
  rights: {
    create: boolean;
    update: boolean;
    delete: boolean;
    export: boolean;
    /** To change or delete many at once. */
    mass_edit: boolean;
    /** To see what is in the recycle bin. */
    deleted: boolean;
  };
  /** Whether a record can be given to a person or a team by hand. */
  shareable: boolean;
  fields: Field[];
  layouts: {
    list: string[];
    detail: LayoutSection[];
    create: string[];
    card: string[];
    highlights: string[];
  };
  related: RelatedList[];
  actions: { name: string; label: string }[];
  board?: { field: string; sum?: string };
  timeline?: boolean;
  activities?: boolean;
}

export interface Stage {
  key: string;
  label: string;
  color: Color;
  probability: number;
  kind: 'open' | 'won' | 'lost';
  required: string[];
}

export interface Pipeline {
  id: string;
  name: string;
  default?: boolean;
  stages: Stage[];
}

export interface Role {
  id: string;
  key: string;
  name: string;
}

export interface Metadata {
  version: string;
  language: string;
  currency: string;
  currencies: string[];
  areas: { name: string; label: string; entities: string[] }[];
  entities: { [name: string]: Entity };
  pipelines: Pipeline[];
  roles: Role[];
}

/** A value that points to another record, as the server sends it. */
export interface LinkValue {
  id: string;
  entity: string;
  name: string | null;
}

export interface MoneyValue {
  amount: string;
  currency: string;
}

export interface CrmRecord {
  id: string;
  version?: number;
  [field: string]: unknown;
}

export type FilterOp =
  | 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte' | 'between' | 'in' | 'contains' | 'starts' | 'ends'
  | 'empty' | 'during';

export type Filter =
  | { all: Filter[] }
  | { any: Filter[] }
  | { not: Filter }
  | { field: string; op: FilterOp; value?: unknown }
  | { related: string; some: Filter };

/** What a list asks for; the same shape is the body of POST /{entity}/query. */
export interface ListQuery {
  filter?: Filter;
  q?: string;
  sort?: string;
  fields?: string[];
  limit?: number;
  count?: 'exact';
  /** Those in the recycle bin instead. */
  deleted?: boolean;
}

export interface Page<T = CrmRecord> {
  items: T[];
  next: string | null;
  total?: number;
}

export interface SessionUser {
  id: string;
  name: string;
  email: string;
  language: string;
  role: { id: string; key: string; name: string };
}

export interface Session {
  user: SessionUser;
  csrf: string;
  currency?: string;
  company?: string;
}
