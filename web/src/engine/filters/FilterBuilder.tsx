/** The whole filter at once: rules in groups that are joined by "and" or by "or". */
import { ActionIcon, Button, Modal } from '@mantine/core';
import { IconFolderPlus, IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf, useMetadata, type Entity } from '@/shared/api';
import { Segmented, usePhone } from '@/shared/ui';
import { FieldPicker } from './FieldPicker';
import { emptyGroup, type Group, type Node, type Rule } from './filter_tree';
import { FilterPopover } from './FilterPopover';
import { newRule, normalRule, questionsOf } from './operators';
import { OperatorSelect } from './RuleForm';
import { RuleValue } from './RuleValue';
import { useGroupWords } from './use_group_words';

const DEEPEST = 3;

interface Props {
  entity: Entity;
  tree: Group;
  onApply: (tree: Group) => void;
  onClose: () => void;
}

export default function FilterBuilder({ entity, tree, onApply, onClose }: Props) {
  const { t } = useTranslation('filters');
  const phone = usePhone();
  const [draft, setDraft] = useState(tree);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('advanced')}
      size={760}
      fullScreen={phone}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <GroupEditor entity={entity} group={draft} depth={1} onChange={setDraft} />
      <div className="dialog-foot">
        <Button variant="subtle" color="gray" mr="auto" onClick={() => setDraft(emptyGroup())}>
          {t('clear')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button
          onClick={() => {
            onApply(draft);
            onClose();
          }}
        >
          {t('apply')}
        </Button>
      </div>
    </Modal>
  );
}

interface GroupProps {
  entity: Entity;
  group: Group;
  depth: number;
  onChange: (group: Group) => void;
  onRemove?: () => void;
}

function GroupEditor({ entity, group, depth, onChange, onRemove }: GroupProps) {
  const { t } = useTranslation('filters');
  const put = (index: number, node: Node) =>
    onChange({ ...group, items: group.items.with(index, node) });
  const drop = (index: number) => onChange({ ...group, items: group.items.toSpliced(index, 1) });
  const add = (node: Node) => onChange({ ...group, items: [...group.items, node] });
  return (
    <div className={depth > 1 ? 'builder-group builder-inner' : 'builder-group'}>
      <div className="builder-head">
        <Segmented
          size="xs"
          value={group.join}
          data={[
            { value: 'all', label: t('allOf') },
            { value: 'any', label: t('anyOf') },
          ]}
          onChange={(join) => onChange({ ...group, join })}
        />
        {group.not && (
          <Button
            size="compact-xs"
            variant="light"
            rightSection={<IconX size={12} />}
            onClick={() => onChange({ ...group, not: false })}
          >
            {t('negated')}
          </Button>
        )}
        {onRemove && (
          <ActionIcon ml="auto" aria-label={t('removeGroup')} onClick={onRemove}>
            <IconTrash size={16} stroke={1.7} />
          </ActionIcon>
        )}
      </div>
      {group.items.map((node, index) => (
        <NodeEditor
          key={index}
          entity={entity}
          node={node}
          depth={depth}
          onChange={(next) => put(index, next)}
          onRemove={() => drop(index)}
        />
      ))}
      <div className="builder-add">
        <AddRule entity={entity} onAdd={add} />
        {depth < DEEPEST && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconFolderPlus size={14} />}
            onClick={() => add(emptyGroup(group.join === 'all' ? 'any' : 'all'))}
          >
            {t('addGroup')}
          </Button>
        )}
      </div>
    </div>
  );
}

interface NodeProps {
  entity: Entity;
  node: Node;
  depth: number;
  onChange: (node: Node) => void;
  onRemove: () => void;
}

function NodeEditor({ entity, node, depth, onChange, onRemove }: NodeProps) {
  const { t } = useTranslation('filters');
  const metadata = useMetadata();
  const words = useGroupWords(metadata, entity, node);
  if (node.kind === 'group') {
    return (
      <GroupEditor
        entity={entity}
        group={node}
        depth={depth + 1}
        onChange={onChange}
        onRemove={onRemove}
      />
    );
  }
  const field = node.kind === 'rule' ? fieldOf(metadata, entity.name, node.field) : undefined;
  const remove = (
    <ActionIcon aria-label={`${t('common:remove')}: ${words}`} onClick={onRemove}>
      <IconX size={16} stroke={1.7} />
    </ActionIcon>
  );
  if (node.kind === 'raw' || !field) {
    return (
      <div className="builder-rule">
        <span className="muted">{words}</span>
        {remove}
      </div>
    );
  }
  const rule = normalRule(node, field);
  return (
    <div className="builder-rule">
      <span className="builder-field clip" title={field.label}>
        {field.label}
      </span>
      <OperatorSelect field={field} rule={rule} onChange={onChange} />
      <div className="builder-value">
        <RuleValue
          key={rule.op}
          compact
          field={field}
          rule={rule}
          onChange={(value) => onChange({ ...rule, value } as Rule)}
        />
      </div>
      {remove}
    </div>
  );
}

function AddRule({ entity, onAdd }: { entity: Entity; onAdd: (rule: Rule) => void }) {
  const { t } = useTranslation('filters');
  const [opened, setOpened] = useState(false);
  const close = () => setOpened(false);
  const button = (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<IconPlus size={14} />}
      onClick={() => setOpened(!opened)}
    >
      {t('addRule')}
    </Button>
  );
  return (
    <FilterPopover opened={opened} onLeave={close} onCancel={close} target={button}>
      <FieldPicker
        entity={entity}
        allow={(field) => questionsOf(field) !== undefined}
        onPick={(field) => {
          close();
          onAdd(newRule(field));
        }}
      />
    </FilterPopover>
  );
}
