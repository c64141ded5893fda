/** The right-hand side of a rule: what to compare with. */
import { Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fieldType } from '@/engine/fields';
import { targetsOf, useMetadata, type Field, type LinkValue } from '@/shared/api';
import { dayjs } from '@/shared/i18n/dates';
import { Segmented } from '@/shared/ui';
import { filterChoices } from './choices';
import { ChoiceValue } from './ChoiceValue';
import { dayOf, periodText } from './describe';
import type { Rule } from './filter_tree';
import { useLinks } from './names';
import { questionsOf } from './operators';
import { PERIODS, readDays, writeDays } from './periods';

interface Props {
  field: Field;
  rule: Rule;
  onChange: (value: unknown) => void;
  autoFocus?: boolean;
  /** In one line, for the builder. */
  compact?: boolean;
}

export function RuleValue(props: Props) {
  const { field, rule } = props;
  if (rule.op === 'empty') return null;
  if (rule.op === 'between') return <RangeValue {...props} />;
  if (rule.op === 'during') return <PeriodValue {...props} />;
  switch (questionsOf(field)) {
    case 'choice':
      return props.compact ? <ChoiceLine {...props} /> : <ChoiceValue {...props} />;
    case 'link':
      return <LinkValues {...props} />;
    case 'tags':
      return <TagValues {...props} />;
    case 'boolean':
      return <YesNo {...props} />;
    default:
      return <OneValue {...props} value={rule.value} />;
  }
}

interface OneProps extends Props {
  value: unknown;
  /** The day counts to its end. */
  end?: boolean;
  label?: string;
}

function OneValue({ field, rule, value, end, onChange, autoFocus, label }: OneProps) {
  const { t } = useTranslation('filters');
  const questions = questionsOf(field);
  if (questions === 'date') {
    const { Editor } = fieldType('date');
    // A moment up to a day means up to the end of the day.
    const whole = field.type === 'instant' && (end || rule.op === 'lte');
    return (
      <Editor
        field={{ ...field, type: 'date', required: false }}
        entity=""
        value={dayOf(value)}
        autoFocus={autoFocus}
        onChange={(day: string | null) =>
          onChange(day && whole ? dayjs(day).endOf('day').toISOString() : day)
        }
      />
    );
  }
  if (questions === 'number') {
    const { Editor } = fieldType('decimal');
    return (
      <Editor
        field={{ ...field, type: 'decimal' }}
        entity=""
        autoFocus={autoFocus}
        value={value === undefined || value === null ? null : String(value)}
        onChange={onChange}
      />
    );
  }
  return (
    <TextInput
      value={typeof value === 'string' ? value : ''}
      autoFocus={autoFocus}
      autoComplete="off"
      data-autofocus={autoFocus || undefined}
      placeholder={t('value')}
      aria-label={label ?? t('value')}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function RangeValue(props: Props) {
  const { rule, onChange } = props;
  const [from, to] = Array.isArray(rule.value) ? (rule.value as unknown[]) : [];
  return (
    <div className="filter-range">
      <OneValue {...props} value={from} onChange={(value) => onChange([value, to ?? null])} />
      <span className="faint">–</span>
      <OneValue
        {...props}
        value={to}
        end
        autoFocus={false}
        onChange={(value) => onChange([from ?? null, value])}
      />
    </div>
  );
}

function PeriodValue({ rule, onChange }: Props) {
  const { t } = useTranslation('filters');
  const days = readDays(rule.value);
  const data = [
    ...PERIODS.map((period) => ({ value: period as string, label: periodText(period, t) })),
    { value: 'last', label: t('lastDays') },
    { value: 'next', label: t('nextDays') },
  ];
  const pick = (value: string | null) => {
    if (value === 'last' || value === 'next') onChange(writeDays({ way: value, days: 30 }));
    else if (value) onChange(value);
  };
  return (
    <>
      <Select
        data={data}
        allowDeselect={false}
        placeholder={t('common:choose')}
        aria-label={t('value')}
        value={days ? days.way : typeof rule.value === 'string' ? rule.value : null}
        maxDropdownHeight={320}
        comboboxProps={{ withinPortal: false }}
        onChange={pick}
      />
      {days && (
        <NumberInput
          value={days.days}
          min={1}
          max={9999}
          allowDecimal={false}
          allowNegative={false}
          suffix={` ${t('daysUnit', { count: days.days })}`}
          aria-label={t('daysCount')}
          onChange={(value) => onChange(writeDays({ ...days, days: Number(value) || 1 }))}
        />
      )}
    </>
  );
}

function YesNo({ rule, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Segmented
      fullWidth
      value={String(rule.value === true)}
      onChange={(value) => onChange(value === 'true')}
      data={[
        { value: 'true', label: t('yes') },
        { value: 'false', label: t('no') },
      ]}
    />
  );
}

function TagValues({ field, rule, onChange, autoFocus }: Props) {
  const { Editor } = fieldType('tags');
  return (
    <Editor
      field={field}
      entity=""
      value={Array.isArray(rule.value) ? rule.value : []}
      onChange={onChange}
      autoFocus={autoFocus}
    />
  );
}

function ChoiceLine({ field, rule, onChange }: Props) {
  const choices = filterChoices(useMetadata(), field);
  const { Editor } = fieldType('choices');
  return (
    <Editor
      field={{ ...field, type: 'choices', choices }}
      entity=""
      onChange={onChange}
      value={Array.isArray(rule.value) ? rule.value : []}
    />
  );
}

function LinkValues({ field, rule, onChange, autoFocus }: Props) {
  const { t } = useTranslation('filters');
  const targets = targetsOf(field);
  const ids = (Array.isArray(rule.value) ? rule.value : []) as string[];
  const links = useLinks(targets, ids);
  const word = targets[0] === 'users' ? 'me' : targets[0] === 'teams' ? 'my_teams' : undefined;
  const has = word !== undefined && ids.includes(word);
  const { Editor } = fieldType('links');
  const rest = ids.filter((id) => id !== word);
  return (
    <>
      {word && (
        <Checkbox
          size="xs"
          checked={has}
          label={t(word === 'me' ? 'me' : 'myTeams')}
          onChange={() => onChange(has ? rest : [word, ...rest])}
        />
      )}
      <Editor
        field={{ ...field, type: 'links', to: targets }}
        entity=""
        value={links}
        autoFocus={autoFocus && !word}
        onChange={(value: LinkValue[] | null) =>
          onChange([...(has ? [word] : []), ...(value ?? []).map(({ id }) => id)])
        }
      />
    </>
  );
}
