/** A record of another entity. Its anchor is followed by the router (app/shell/follow_links.ts). */
import i18next from 'i18next';
import type { LinkValue } from '@/shared/api';
import { RecordPicker } from '../controls/RecordPicker';
import type { FieldTypeUi } from '../field_type';

/** The name of a linked record as an anchor to it. */
export const linkTo = (value: LinkValue) => (value.name === null
  ? <span className="faint">{i18next.t('hiddenName')}</span>
  : (
    <a className="link" href={`/o/${value.entity}/${value.id}`} data-entity={value.entity}
      data-id={value.id}>
      {value.name}
    </a>
  ));

export const link: FieldTypeUi<LinkValue> = {
  display: linkTo,
  Editor: RecordPicker,
  // A name alone does not say which record is meant, so text is never taken for a link.
  parse: (typed) => (typed.trim() ? undefined : null),
  toText: (value) => value.name ?? '',
  filter: 'link',
  width: 180,
};
