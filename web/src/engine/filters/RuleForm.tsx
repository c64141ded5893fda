/** One rule in a small panel: what is asked of the field, and the value. */
import { Button, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Field } from '@/shared/api';
import { isComplete, type Rule } from './filter_tree';
import { operatorKey, operatorsOf, questionsOf, withOperator } from './operators';
import { RuleValue } from './RuleValue';

interface OperatorProps {
  field: Field;
  rule: Rule;
  onChange: (rule: Rule) => void;
}

export function OperatorSelect({ field, rule, onChange }: OperatorProps) {
  const { t } = useTranslation('filters');
  const operators = operatorsOf(field);
  const questions = questionsOf(field);
  const words = questions === 'part' || questions === 'presence' ? 'text' : questions;
  if (operators.length < 2) return null;
  return (
    <Select
      data={operators.map(({ key }) => ({
        value: key, label: t(`op.${words}.${key}`, { defaultValue: t(`op.text.${key}`) }),
      }))}
      value={operatorKey(rule)} allowDeselect={false} aria-label={t('operator')}
      comboboxProps={{ withinPortal: false }} maxDropdownHeight={320}
      onChange={(key) => {
        const next = operators.find((operator) => operator.key === key);
        if (next) onChange(withOperator(rule, next));
      }}
    />
  );
}

interface Props extends OperatorProps {
  onApply: () => void;
  onRemove?: () => void;
}

export function RuleForm({ field, rule, onChange, onApply, onRemove }: Props) {
  const { t } = useTranslation('filters');
  return (
    <form
      className="rule-form" noValidate
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onApply();
      }}
    >
      <div className="rule-title clip">{field.label}</div>
      <OperatorSelect field={field} rule={rule} onChange={onChange} />
      <RuleValue key={rule.op} field={field} rule={rule} autoFocus
        onChange={(value) => onChange({ ...rule, value })} />
      <div className="rule-foot">
        {onRemove && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onRemove}>
            {t('common:remove')}
          </Button>
        )}
        <Button size="compact-sm" type="submit" ml="auto" disabled={!isComplete(rule)}>
          {t('apply')}
        </Button>
      </div>
    </form>
  );
}
