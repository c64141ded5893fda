/** A rule as a chip: pressed, it opens the rule; its cross takes it away. */
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf, useMetadata, type Entity } from '@/shared/api';
import { describeRule, linksOf } from './describe';
import { isComplete, type Rule } from './filter_tree';
import { FilterPopover } from './FilterPopover';
import { useLinks } from './names';
import { normalRule } from './operators';
import { RuleForm } from './RuleForm';

/** A rule in words, with the names of the records in it. */
export function useRuleWords(entity: Entity, rule: Rule): string {
  const { t } = useTranslation('filters');
  const metadata = useMetadata();
  const field = fieldOf(metadata, entity.name, rule.field);
  const { entities, ids } = field ? linksOf(rule, field) : { entities: [], ids: [] };
  const links = useLinks(entities, ids);
  return field ? describeRule(rule, field, { t, metadata, links }) : rule.field;
}

interface Props {
  entity: Entity;
  rule: Rule;
  onChange: (rule: Rule) => void;
  onRemove: () => void;
}

export function RuleChip({ entity, rule, onChange, onRemove }: Props) {
  const field = fieldOf(useMetadata(), entity.name, rule.field);
  const shown = field ? normalRule(rule, field) : rule;
  const words = useRuleWords(entity, shown);
  const [draft, setDraft] = useState<Rule>();
  const close = () => setDraft(undefined);
  const apply = () => {
    if (draft && isComplete(draft) && draft !== shown) onChange(draft);
    close();
  };
  const chip = (
    <Chip words={words} onRemove={onRemove} expanded={draft !== undefined}
      onOpen={() => (draft ? apply() : setDraft(shown))} />
  );
  if (!field) return chip;
  return (
    <FilterPopover opened={draft !== undefined} onLeave={apply} onCancel={close} target={chip}>
      <RuleForm field={field} rule={draft ?? shown} onChange={setDraft} onApply={apply}
        onRemove={onRemove} />
    </FilterPopover>
  );
}

interface ChipProps {
  words: string;
  onOpen?: () => void;
  expanded?: boolean;
  onRemove: () => void;
}

export function Chip({ words, onOpen, expanded, onRemove }: ChipProps) {
  const { t } = useTranslation();
  return (
    <span className="filter-chip filter-chip-on">
      <button type="button" className="filter-chip-words" title={words} disabled={!onOpen}
        aria-haspopup={onOpen ? 'dialog' : undefined} aria-expanded={expanded} onClick={onOpen}>
        {words}
      </button>
      <button type="button" className="filter-chip-x" aria-label={`${t('remove')}: ${words}`}
        onClick={onRemove}>
        <IconX size={12} stroke={2} />
      </button>
    </span>
  );
}
