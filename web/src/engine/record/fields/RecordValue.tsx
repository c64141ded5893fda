/** A value with room: long texts whole, lists wrapped; what is empty stays quiet. */
import { displayValue, isEmpty } from '@/engine/fields';
import { useMetadata, valueAt, type Field } from '@/shared/api';
import { useRecordPage } from '../record_context';

export function RecordValue({ field }: { field: Field }) {
  const metadata = useMetadata();
  const { record } = useRecordPage();
  const value = valueAt(record, field.name);
  if (isEmpty(value)) return <span className="faint">—</span>;
  if (field.type === 'long_text') return <span className="long-value">{String(value)}</span>;
  return <>{displayValue(value, { field, metadata, record })}</>;
}
