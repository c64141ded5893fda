/** "+ Filter": first a field, then what is asked of it. */
import { Button } from '@mantine/core';
import { IconFilterPlus, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkey } from '@/shared/hotkeys';
import type { Entity, Field } from '@/shared/api';
import { FieldPicker } from './FieldPicker';
import { isComplete, type Rule } from './filter_tree';
import { FilterPopover } from './FilterPopover';
import { newRule, questionsOf } from './operators';
import { RuleForm } from './RuleForm';

interface Props {
  entity: Entity;
  onAdd: (rule: Rule) => void;
  onAdvanced: () => void;
}

export function AddFilter({ entity, onAdd, onAdvanced }: Props) {
  const { t } = useTranslation(['filters', 'lists']);
  const [opened, setOpened] = useState(false);
  const [draft, setDraft] = useState<{ field: Field; rule: Rule }>();
  useHotkey('KeyF', () => setOpened(true), { label: t('add'), group: t('lists:group') });
  const close = () => {
    setOpened(false);
    setDraft(undefined);
  };
  const apply = () => {
    if (draft && isComplete(draft.rule)) onAdd(draft.rule);
    close();
  };
  const button = (
    <button
      type="button"
      className="filter-chip filter-chip-add"
      aria-haspopup="dialog"
      aria-expanded={opened}
      onClick={() => (opened ? apply() : setOpened(true))}
    >
      <IconPlus size={14} stroke={1.8} />
      {t('filter')}
    </button>
  );
  return (
    <FilterPopover opened={opened} onLeave={apply} onCancel={close} target={button}>
      {draft ? (
        <RuleForm
          field={draft.field}
          rule={draft.rule}
          onApply={apply}
          onChange={(rule) => setDraft({ ...draft, rule })}
        />
      ) : (
        <>
          <FieldPicker
            entity={entity}
            allow={(field) => questionsOf(field) !== undefined}
            onPick={(field) => setDraft({ field, rule: newRule(field) })}
          />
          <Button
            fullWidth
            variant="subtle"
            color="gray"
            size="compact-sm"
            className="field-picker-foot"
            leftSection={<IconFilterPlus size={14} />}
            onClick={() => {
              close();
              onAdvanced();
            }}
          >
            {t('advanced')}
          </Button>
        </>
      )}
    </FilterPopover>
  );
}
