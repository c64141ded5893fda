/** A group of conditions in words: «Сумма ≥ 1 000 или Этап: Договор». */
import { useTranslation } from 'react-i18next';
import { fieldOf, type Entity, type Metadata } from '@/shared/api';
import { describeRule, linksOf } from './describe';
import type { Node } from './filter_tree';
import { useLinks } from './names';
import { normalRule } from './operators';

const rulesOf = (node: Node): Extract<Node, { kind: 'rule' }>[] =>
  node.kind === 'rule' ? [node] : node.kind === 'group' ? node.items.flatMap(rulesOf) : [];

export function useGroupWords(metadata: Metadata, entity: Entity, node: Node): string {
  const { t } = useTranslation('filters');
  const wanted = rulesOf(node).flatMap((rule) => {
    const field = fieldOf(metadata, entity.name, rule.field);
    return field ? [linksOf(normalRule(rule, field), field)] : [];
  });
  const entities = [...new Set(wanted.flatMap((one) => (one.ids.length ? one.entities : [])))];
  const links = useLinks(
    entities,
    wanted.flatMap(({ ids }) => ids),
  );

  const words = (part: Node, inner: boolean): string => {
    if (part.kind === 'raw') return t('custom');
    if (part.kind === 'rule') {
      const field = fieldOf(metadata, entity.name, part.field);
      return field
        ? describeRule(normalRule(part, field), field, { t, metadata, links })
        : part.field;
    }
    const joint = ` ${t(part.join === 'all' ? 'and' : 'or')} `;
    const text = part.items.map((item) => words(item, true)).join(joint);
    const closed = inner && part.items.length > 1 ? `(${text})` : text;
    return part.not ? t('not', { text: closed }) : closed;
  };
  return words(node, false);
}
