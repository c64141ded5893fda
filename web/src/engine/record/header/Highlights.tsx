/** What one wants to know first: who answers for the record, key figures, tags. */
import { isEmpty } from '@/engine/fields';
import type { Field } from '@/shared/api';
import { pathField } from '../../stage_path';
import { EditableValue } from '../fields/EditableValue';
import { useRecordPage } from '../record_context';

const LAST = ['tags'];

/** Owner first, the figures of the layout, tags; the way of the record is drawn on its own. */
function useHighlights(): Field[] {
  const { entity } = useRecordPage();
  const path = pathField(entity)?.name;
  const names = ['owner', ...entity.layouts.highlights, ...LAST];
  return [...new Set(names)]
    .filter((name) => name !== path)
    .flatMap((name) => entity.fields.find((field) => field.name === name) ?? []);
}

/** `short`: only what is filled in; a phone has no room for dashes. */
export function Highlights({ short }: { short: boolean }) {
  const { record } = useRecordPage();
  const fields = useHighlights().filter(({ name }) => !short || !isEmpty(record[name]));
  return (
    <div className="highlights">
      {fields.map((field) => (
        <div key={field.name} className="highlight">
          <span className="highlight-label">{field.label}</span>
          <EditableValue field={field} place="head" />
        </div>
      ))}
    </div>
  );
}
