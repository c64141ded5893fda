/** Changed fields, a line each: what it was, what it is. */
import { IconArrowRight } from '@tabler/icons-react';
import { displayValue } from '@/engine/fields';
import { useMetadata, type CrmRecord, type Entity } from '@/shared/api';
import type { Change } from '../types';

interface Props {
  entity: Entity;
  record: CrmRecord;
  changes: Change[];
}

/** What the server derives from other fields says nothing of its own. */
function telling(entity: Entity, changes: Change[]): Change[] {
  const derived = new Set(
    entity.fields.filter((field) => field.read_only).map(({ name }) => name));
  const typed = changes.filter(({ field }) => !derived.has(field));
  return typed.length > 0 ? typed : changes;
}

export const ChangeLines = ({ entity, record, changes }: Props) => (
  <div className="change-lines">
    {telling(entity, changes).map((change) => (
      <ChangeLine key={change.field} entity={entity} record={record} change={change} />
    ))}
  </div>
);

function ChangeLine({ entity, record, change }: Omit<Props, 'changes'> & { change: Change }) {
  const metadata = useMetadata();
  const field = entity.fields.find(({ name }) => name === change.field);
  if (!field) return null;
  // A stage of another pipeline is looked up in all of them.
  const show = (value: unknown) => displayValue(value, { field, metadata, record })
    ?? <span className="faint">—</span>;
  return (
    <div className="change-line">
      <span className="muted">{field.label}</span>
      <span className="change-value">{show(change.old)}</span>
      <IconArrowRight size={14} stroke={1.7} className="faint" aria-hidden />
      <span className="change-value">{show(change.new)}</span>
    </div>
  );
}
