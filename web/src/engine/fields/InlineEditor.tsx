/**
 * A field edited in place: in a cell of a list, in a line of a record. Holds what is typed, saves
 * once when the person is done, and lets small forms (phones, address …) float in a panel.
 */
import { Popover } from '@mantine/core';
import { useRef, useState, type FocusEvent } from 'react';
import type { CrmRecord, Field } from '@/shared/api';
import { asSheet } from '@/shared/ui/as_sheet';
import { fieldType, isEmpty } from '.';

interface Props {
  entity: string;
  field: Field;
  record: CrmRecord;
  /** Begins with this text instead of the value: the key that was pressed on the cell. */
  typed?: string;
  /** Called only when the value is another one. */
  onSave: (value: unknown) => void;
  /** Always called when the editor should go away. `by`: how the person left it. */
  onClose: (by: 'commit' | 'cancel') => void;
}

const same = (a: unknown, b: unknown) =>
  (isEmpty(a) && isEmpty(b)) || JSON.stringify(a) === JSON.stringify(b);

export function InlineEditor({ entity, field, record, typed, onSave, onClose }: Props) {
  const before = record[field.name];
  const [value, setValue] = useState<unknown>(typed ?? before);
  const done = useRef(false);
  const { Editor, composite } = fieldType(field.type);

  // Choosing, leaving and closing often come together; the first of them counts.
  const finish = (by: 'commit' | 'cancel', next?: unknown) => {
    if (done.current) return;
    done.current = true;
    if (by === 'commit' && !same(before, next)) onSave(isEmpty(next) ? null : next);
    onClose(by);
  };
  const editor = (
    <Editor
      inline
      entity={entity}
      field={field}
      record={record}
      value={value}
      onChange={setValue}
      onCommit={(next) => finish('commit', next)}
      onCancel={() => finish('cancel')}
    />
  );
  // Esc belongs to the editor, not to the drawer that the record may be shown in.
  const keepEscape = (event: FocusEvent) =>
    event.target.setAttribute('data-mantine-stop-propagation', 'true');
  if (!composite) {
    return <span className="inline-editor" onFocusCapture={keepEscape}>{editor}</span>;
  }
  return (
    <Popover {...asSheet} opened position="bottom-start" offset={0} width={360} withinPortal
      withRoles={false} closeOnEscape={false}
      onChange={(opened) => !opened && finish('commit', value)}>
      <Popover.Target><span className="inline-anchor" /></Popover.Target>
      <Popover.Dropdown
        className="inline-panel sheet-panel"
        onFocusCapture={keepEscape}
        onKeyDown={(event) => event.code === 'Escape' && finish('cancel')}
      >
        {editor}
      </Popover.Dropdown>
    </Popover>
  );
}
