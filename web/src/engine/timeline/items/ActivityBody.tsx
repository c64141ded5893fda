/** What a note, task, call, meeting or file says of itself in a timeline. */
import { IconPhoneIncoming, IconPhoneOutgoing } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FieldValue, isEmpty } from '@/engine/fields';
import type { CrmRecord, Entity, LinkValue } from '@/shared/api';
import { useRecordPage } from '../../record/record_context';
import { FileLine } from '../../related/FileLine';
import { MentionText } from '../mentions/MentionText';
import { isOverdue } from './activity';

interface Props {
  entity: Entity;
  record: CrmRecord;
  /** Who is named over the item already. */
  actor?: string;
}

export function ActivityBody({ entity, record, actor }: Props) {
  if (entity.name === 'files') return <FileLine file={record} />;
  if (entity.name === 'notes') return <LongText text={record.body} />;
  return (
    <>
      <Facts entity={entity} record={record} actor={actor} />
      <LongText text={record.description} />
      <LongText text={record.result} />
    </>
  );
}

const LONG = 600;

function LongText({ text }: { text: unknown }) {
  const { t } = useTranslation('timeline');
  const [whole, setWhole] = useState(false);
  if (typeof text !== 'string' || !text) return null;
  const long = text.length > LONG || text.split('\n').length > 10;
  return (
    <div className={long && !whole ? 'item-text clamped' : 'item-text'}>
      <MentionText text={text} />
      {long && (
        <button type="button" className="text-button item-more" onClick={() => setWhole(!whole)}>
          {t(whole ? 'less' : 'whole')}
        </button>
      )}
    </div>
  );
}

// Of the public contract: shown in this order where there is something to show.
const FACTS = [
  'due_at', 'starts_at', 'status', 'outcome', 'priority', 'place', 'owner', 'contact', 'related',
];
// What the tick and the title say already.
const USUAL: { [field: string]: string[] } = {
  priority: ['normal'], status: ['new', 'planned', 'done'],
};

function Facts({ entity, record, actor }: Props) {
  const { self } = useRecordPage();
  const known = [self.id, actor];
  const fields = FACTS.flatMap((name) => entity.fields.find((field) => field.name === name) ?? [])
    .filter(({ name }) => !isEmpty(record[name]) && !USUAL[name]?.includes(String(record[name]))
      && !known.includes((record[name] as LinkValue).id ?? ''));
  const late = isOverdue(record);
  return (
    <div className="item-facts">
      {entity.name === 'calls' && <Direction record={record} />}
      {fields.map((field) => (
        <span key={field.name} title={field.label}
          className={late && /_at$/.test(field.name) ? 'item-fact late' : 'item-fact'}>
          <FieldValue field={field} record={record} />
        </span>
      ))}
      {Number(record.duration_s) > 0 && <Duration seconds={Number(record.duration_s)} />}
    </div>
  );
}

const Direction = ({ record }: { record: CrmRecord }) => (record.direction === 'incoming'
  ? <IconPhoneIncoming size={14} stroke={1.7} aria-hidden />
  : <IconPhoneOutgoing size={14} stroke={1.7} aria-hidden />);

const Duration = ({ seconds }: { seconds: number }) => {
  const { t } = useTranslation('timeline');
  const minutes = Math.floor(seconds / 60);
  return (
    <span className="item-fact num">
      {t('duration', { minutes, seconds: String(seconds % 60).padStart(2, '0') })}
    </span>
  );
};
