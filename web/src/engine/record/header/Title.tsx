/**
 * The name of the record, edited in place. One that the server puts together (of a last and a first
 * name) leads to the form of all fields.
 */
import { isEditable, useRecordPage } from '../record_context';
import { EditableValue } from '../fields/EditableValue';

export function Title() {
  const { entity, title, editAll } = useRecordPage();
  const field = entity.fields.find(({ name }) => name === entity.title);
  const heading = <h1 className="record-title" title={title}>{title}</h1>;
  if (!field || !entity.rights.update) return heading;
  if (!isEditable(entity, field)) {
    return (
      <div className="value editable record-title-edit" onClick={editAll}>{heading}</div>
    );
  }
  return (
    <EditableValue field={field} place="title" className="record-title-edit">
      {heading}
    </EditableValue>
  );
}
