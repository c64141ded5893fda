/** What a merged record will look like: which value of each field stays, as the server rules. */
import { isEmpty } from '@/engine/fields';
import type { CrmRecord, Entity, Field } from '@/shared/api';
import { sameValue } from '../editing/same_value';

/** Of these all values stay: lists are joined. */
const JOINED = new Set(['emails', 'phones', 'tags', 'links']);
// The first of the many: chosen by it, and not shown a second time.
const FIRST_OF: { [many: string]: string } = { emails: 'email', phones: 'phone' };

export type RowKind =
  /** All have the same value, or none has any. */
  | 'same'
  /** One has a value, the others have none. */
  | 'filled'
  /** There is something to choose. */
  | 'differs'
  /** All values stay. */
  | 'joined';

export interface MergeRow {
  field: Field;
  kind: RowKind;
  /** The record whose value stays when nobody chooses. */
  usual: string;
}

export type Picks = { [field: string]: string };

/** Fields that can be merged, in the order of the form. */
function mergeable(entity: Entity): Field[] {
  const names = [...entity.layouts.detail.flatMap(({ rows }) => rows.flat()), 'owner', 'tags'];
  const singles = new Set(entity.fields.map(({ type }) => FIRST_OF[type]));
  return [...new Set(names)]
    .flatMap((name) => entity.fields.find((field) => field.name === name) ?? [])
    .filter((field) => !field.read_only && !singles.has(field.name)
      && field.type !== 'autonumber');
}

function kindOf(field: Field, records: CrmRecord[]): RowKind {
  const given = records.filter((record) => !isEmpty(record[field.name]));
  const first = given[0];
  if (!first) return 'same';
  const alike = given.every((record) => sameValue(record[field.name], first[field.name]));
  if (alike && given.length === records.length) return 'same';
  if (JOINED.has(field.type)) return 'joined';
  return alike ? 'filled' : 'differs';
}

/** The rows of a comparison; `kept` is the record that stays. */
export function mergeRows(entity: Entity, records: CrmRecord[], kept: string): MergeRow[] {
  const order = [...records].sort((a, b) => Number(b.id === kept) - Number(a.id === kept));
  return mergeable(entity).map((field) => ({
    field,
    kind: kindOf(field, records),
    usual: (order.find((record) => !isEmpty(record[field.name])) ?? order[0])!.id,
  }));
}

/** What to send: only choices that are not what the server would do by itself. */
export function chosenFields(rows: MergeRow[], picks: Picks): Picks {
  const chosen: Picks = {};
  for (const { field, kind, usual } of rows) {
    const pick = picks[field.name];
    if (!pick || pick === usual || kind === 'same') continue;
    if (kind !== 'joined') chosen[field.name] = pick;
    else if (FIRST_OF[field.type]) chosen[FIRST_OF[field.type]!] = pick;
  }
  return chosen;
}

/** Whether choosing says anything of this field: of a joined list only which value comes first. */
export const isChoosable = ({ field, kind }: MergeRow) =>
  kind === 'differs' || kind === 'filled' || (kind === 'joined' && !!FIRST_OF[field.type]);
