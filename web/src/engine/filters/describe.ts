/** A rule in words, as short as a chip needs: «Сумма ≥ 1 000», «Закрытие: этот месяц». */
import type { TFunction } from 'i18next';
import { valueText } from '@/engine/fields';
import { targetsOf, type Field, type LinkValue, type Metadata } from '@/shared/api';
import { formatDay, formatNumber } from '@/shared/i18n/format';
import { dayjs } from '@/shared/i18n/dates';
import { filterChoices } from './choices';
import type { Rule } from './filter_tree';
import { operatorKey, questionsOf } from './operators';
import { readDays } from './periods';

export interface Wording {
  /** Of the namespace "filters". */
  t: TFunction<'filters'>;
  metadata: Metadata;
  links: LinkValue[];
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** The day of a date or of a moment that bounds a filter. */
export const dayOf = (value: unknown): string | null =>
  (typeof value === 'string' && value
    ? (value.includes('T') ? dayjs(value).format('YYYY-MM-DD') : value.slice(0, 10)) : null);

export function periodText(value: unknown, t: Wording['t']): string {
  const days = readDays(value);
  if (days) return t(`days.${days.way}`, { count: days.days });
  const text = String(value ?? '');
  return /^\d{4}-/.test(text) ? formatDay(text) : t(`period.${text}`, { defaultValue: text });
}

function itemText(item: unknown, field: Field, { t, metadata, links }: Wording): string {
  switch (questionsOf(field)) {
    case 'choice': {
      const choice = filterChoices(metadata, field).find(({ key }) => key === item);
      return choice?.label ?? String(item);
    }
    case 'link':
      if (item === 'me') return t('me');
      if (item === 'my_teams') return t('myTeams');
      return links.find(({ id }) => id === item)?.name ?? t('common:hiddenName');
    case 'number': return formatNumber(String(item ?? ''));
    case 'date': {
      const day = dayOf(item);
      return day ? formatDay(day) : '';
    }
    case 'text':
    case 'part': return t('quoted', { text: String(item ?? '') });
    default: return valueText(item, { field, metadata });
  }
}

function valueWords(rule: Rule, field: Field, wording: Wording): string {
  if (rule.op === 'during') return periodText(rule.value, wording.t);
  // A rule that is being made has no value yet.
  const items = list(rule.value).filter((item) => item !== undefined && item !== null)
    .map((item) => itemText(item, field, wording));
  if (rule.op === 'between') return items.join(' – ');
  const more = items.length - 3;
  const shown = items.slice(0, 3).join(', ');
  return more > 0 ? `${shown} ${wording.t('more', { count: more })}` : shown;
}

/** The whole rule in words. */
export function describeRule(rule: Rule, field: Field, wording: Wording): string {
  const { t } = wording;
  const label = field.label;
  const key = operatorKey(rule);
  if (rule.op === 'empty') return `${label}: ${t(`op.text.${key}`)}`;
  const value = valueWords(rule, field, wording);
  const date = questionsOf(field) === 'date';
  switch (key) {
    case 'gte': return date ? `${label}: ${t('from', { value })}` : `${label} ≥ ${value}`;
    case 'lte': return date ? `${label}: ${t('until', { value })}` : `${label} ≤ ${value}`;
    case 'gt': return `${label} > ${value}`;
    case 'lt': return `${label} < ${value}`;
    case 'starts': return `${label}: ${value}…`;
    case 'ends': return `${label}: …${value}`;
    case '!contains': return `${label}: ${t('without', { value })}`;
    case '!in':
    case '!eq': return `${label} ≠ ${value}`;
    default: return `${label}: ${value}`;
  }
}

/** Entities and ids whose names the words of a rule need. */
export function linksOf(rule: Rule, field: Field): { entities: string[]; ids: string[] } {
  const wanted = questionsOf(field) === 'link';
  const ids = wanted ? list(rule.value).filter((id) => typeof id === 'string') : [];
  return { entities: targetsOf(field), ids };
}
