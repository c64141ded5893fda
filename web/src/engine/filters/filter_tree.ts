/** A filter as people edit it: rules and groups; and as the API has it. */
import type { Filter, FilterOp } from '@/shared/api';

export interface Rule {
  kind: 'rule';
  /** A field, or a field of a linked record: "account.industry". */
  field: string;
  op: FilterOp;
  value?: unknown;
  not: boolean;
}

export interface Group {
  kind: 'group';
  join: 'all' | 'any';
  not: boolean;
  items: Node[];
}

/** A condition that the editor does not know; it is kept as it is. */
export interface Raw {
  kind: 'raw';
  filter: Filter;
}

export type Node = Rule | Group | Raw;

export const emptyGroup = (join: Group['join'] = 'all'): Group =>
  ({ kind: 'group', join, not: false, items: [] });

function readNode(filter: Filter): Node {
  if ('field' in filter) {
    const { field, op, value } = filter;
    if (!op.startsWith('not_')) return { kind: 'rule', field, op, value, not: false };
    return { kind: 'rule', field, op: op.slice(4) as FilterOp, value, not: true };
  }
  if ('all' in filter) return { ...emptyGroup('all'), items: filter.all.map(readNode) };
  if ('any' in filter) return { ...emptyGroup('any'), items: filter.any.map(readNode) };
  if ('not' in filter) {
    const inner = readNode(filter.not);
    return inner.kind === 'raw' ? { kind: 'raw', filter } : { ...inner, not: !inner.not };
  }
  return { kind: 'raw', filter };
}

/** The conditions of a list. The outermost group joins by "and" unless the filter is one "any". */
export function readTree(filter: Filter | undefined): Group {
  if (!filter || Object.keys(filter).length === 0) return emptyGroup();
  const node = readNode(filter);
  if (node.kind === 'group' && !node.not) return node;
  return { ...emptyGroup(), items: [node] };
}

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || value === ''
  || (Array.isArray(value) && (value.length === 0 || value.every(isBlank)));

/** Whether the rule says enough to be asked. */
export function isComplete({ op, value }: Rule): boolean {
  if (op === 'empty') return true;
  if (op === 'between') {
    return Array.isArray(value) && value.length === 2 && !value.some(isBlank);
  }
  return !isBlank(value);
}

function writeNode(node: Node): Filter | undefined {
  if (node.kind === 'raw') return node.filter;
  if (node.kind === 'group') {
    const group = writeGroup(node);
    return group && node.not ? { not: group } : group;
  }
  if (!isComplete(node)) return undefined;
  const { field, op, value } = node;
  const rule: Filter = op === 'empty' ? { field, op } : { field, op, value };
  return node.not ? { not: rule } : rule;
}

function writeGroup({ join, items }: Group): Filter | undefined {
  const parts = items.map(writeNode).filter((part) => part !== undefined);
  if (parts.length === 0) return undefined;
  return join === 'all' ? { all: parts } : { any: parts };
}

/** As the API takes it; rules that are not complete are left out, nothing left is undefined. */
export const writeTree = (tree: Group): Filter | undefined => writeNode(tree);

/** All filters at once. */
export function allOf(...filters: (Filter | undefined)[]): Filter | undefined {
  const parts = filters.filter((filter) => filter !== undefined);
  return parts.length < 2 ? parts[0] : { all: parts };
}

const key = (node: Node) => JSON.stringify(writeNode(node) ?? null);

/** The place of a condition among the outermost ones; -1 when it is not there. */
export const placeOf = (tree: Group, node: Node) =>
  tree.items.findIndex((item) => key(item) === key(node));

/** With the condition added at the end, or without it when it is there. */
export function toggled(tree: Group, node: Node): Group {
  const place = placeOf(tree, node);
  if (place >= 0) return { ...tree, items: tree.items.toSpliced(place, 1) };
  // "One of" several must still hold together with the new one.
  const outer = tree.join === 'any' && tree.items.length > 1
    ? { ...emptyGroup(), items: [tree] } : { ...tree, join: 'all' as const };
  return { ...outer, items: [...outer.items, node] };
}

/** How many rules there are, in groups too. */
export const countRules = (node: Node): number =>
  (node.kind === 'group' ? node.items.reduce((sum, item) => sum + countRules(item), 0) : 1);
