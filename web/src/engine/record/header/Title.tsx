/** The name of the record, edited in place where it is typed by people. */
import { useRecordPage } from '../record_context';
import { EditableValue } from '../fields/EditableValue';

export function Title() {
  const { entity, title } = useRecordPage();
  const field = entity.fields.find(({ name }) => name === entity.title);
  const heading = <h1 className="record-title" title={title}>{title}</h1>;
  if (!field || field.read_only) return heading;
  return (
    <EditableValue field={field} place="title" className="record-title-edit">
      {heading}
    </EditableValue>
  );
}
