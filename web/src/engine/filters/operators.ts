/** Which questions may be asked of a field, and which input each of them needs. */
import { fieldType } from '@/engine/fields';
import type { Field, FilterOp } from '@/shared/api';
import type { Rule } from './filter_tree';

/** Fields that are asked about in the same way, and whose operators have the same words. */
export type Questions =
  | 'text' | 'part' | 'number' | 'date' | 'choice' | 'link' | 'tags' | 'boolean' | 'presence';

export interface Operator {
  /** The operator, with "!" before it when negated; also the key of its words. */
  key: string;
  op: FilterOp;
  not: boolean;
}

const operator = (key: string): Operator => ({
  key, op: key.replace('!', '') as FilterOp, not: key.startsWith('!'),
});

const OPERATORS: { [questions in Questions]: Operator[] } = {
  text: ['contains', '!contains', 'eq', '!eq', 'starts', 'ends', 'empty', '!empty'].map(operator),
  part: ['contains', '!contains', 'empty', '!empty'].map(operator),
  number: ['gte', 'lte', 'gt', 'lt', 'eq', '!eq', 'between', 'empty', '!empty'].map(operator),
  date: ['during', 'eq', 'gte', 'lte', 'between', 'empty', '!empty'].map(operator),
  choice: ['in', '!in', 'empty', '!empty'].map(operator),
  link: ['in', '!in', 'empty', '!empty'].map(operator),
  tags: ['in', '!in', 'empty', '!empty'].map(operator),
  boolean: ['eq'].map(operator),
  presence: ['!empty', 'empty'].map(operator),
};

export function questionsOf(field: Field): Questions | undefined {
  switch (field.type) {
    case 'tags': return 'tags';
    case 'emails':
    case 'phones':
    case 'address': return 'part';
    case 'file': return 'presence';
    default: {
      const kind = fieldType(field.type).filter;
      return kind === 'none' ? undefined : kind;
    }
  }
}

export const operatorsOf = (field: Field): Operator[] => {
  const questions = questionsOf(field);
  return questions ? OPERATORS[questions] : [];
};

/** The key of the operator of a rule; "eq" of a key or link is asked as "one of". */
export function operatorKey(rule: Rule): string {
  return rule.op === 'ne' ? (rule.not ? 'eq' : '!eq') : `${rule.not ? '!' : ''}${rule.op}`;
}

const LISTED: Questions[] = ['choice', 'link', 'tags'];

/** A rule as the editor of the field asks it: "eq", "ne" and "contains" of a key are "in". */
export function normalRule(rule: Rule, field: Field): Rule {
  const questions = questionsOf(field);
  if (!questions || !LISTED.includes(questions)) {
    return rule.op === 'ne' ? { ...rule, op: 'eq', not: !rule.not } : rule;
  }
  if (rule.op === 'eq' || rule.op === 'contains') return { ...rule, op: 'in', value: [rule.value] };
  if (rule.op === 'ne') return { ...rule, op: 'in', not: !rule.not, value: [rule.value] };
  return rule;
}

/** A first rule for a field that was picked. */
export function newRule(field: Field): Rule {
  const first = operatorsOf(field)[0] ?? operator('empty');
  const value = field.type === 'boolean' ? true : undefined;
  return { kind: 'rule', field: field.name, op: first.op, not: first.not, value };
}

const shapeOf = (op: FilterOp) =>
  (op === 'in' ? 'many' : op === 'between' ? 'range' : op === 'during' ? 'period' : 'one');

/** The rule with another operator; the value stays where it still makes sense. */
export function withOperator(rule: Rule, next: Operator): Rule {
  const keeps = next.op !== 'empty' && rule.op !== 'empty' && shapeOf(next.op) === shapeOf(rule.op);
  return { ...rule, op: next.op, not: next.not, value: keeps ? rule.value : undefined };
}
