/** Another time for an event, typed: what dragging does, for the keyboard and the thumb. */
import { Button, Modal, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import DateControl from '@/engine/fields/date/DateControl';
import { TimeControl } from '@/engine/fields/instant/TimeControl';
import type { Field } from '@/shared/api';
import { formatTime } from '@/shared/i18n/format';
import { addDays, momentOf } from './days';
import { firstDay, lastDay, type CalendarEvent, type Time } from './events';
import { wholeDay } from './moves';

interface Props {
  event: CalendarEvent;
  onSave: (time: Time) => void;
  onClose: () => void;
}

const minutesOf = (time: string) => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

interface Typed {
  first: string;
  last: string;
  from: string;
  to: string;
  allDay: boolean;
}

function typedOf(event: CalendarEvent): Typed {
  const timed = !event.allDay;
  return {
    first: firstDay(event), last: lastDay(event), allDay: event.allDay,
    from: timed ? formatTime(new Date(event.start)) : '09:00',
    to: timed ? formatTime(new Date(event.end)) : '10:00',
  };
}

/** An end that is not after its beginning is on the next day, or lasts as long as before. */
function timeOf(typed: Typed, event: CalendarEvent): Time {
  const { first, from, to } = typed;
  const last = typed.last < first ? first : typed.last;
  if (typed.allDay) return wholeDay(first, last);
  const start = momentOf(first, minutesOf(from));
  if (!event.source.end) return { start, end: start + (event.end - event.start), allDay: false };
  const end = momentOf(last, minutesOf(to));
  return {
    start, allDay: false,
    end: end > start ? end : momentOf(addDays(last, 1), minutesOf(to)),
  };
}

export default function TimeDialog({ event, onSave, onClose }: Props) {
  const { t } = useTranslation('calendar');
  const { source } = event;
  const [typed, setTyped] = useState(() => typedOf(event));
  const put = (part: Partial<Typed>) => setTyped((old) => ({ ...old, ...part }));
  const fieldOf = (name: string | undefined, label: string): Field =>
    ({ name: name ?? '', type: 'date', label, required: true });
  const several = source.end !== undefined;
  const day = (key: 'first' | 'last', label: string) => (
    <label className="cal-field">
      <span>{label}</span>
      <DateControl field={fieldOf(source.start, label)} entity={source.entity.name}
        value={typed[key]}
        onChange={(picked) => {
          if (!picked) return;
          put(key === 'first' && picked > typed.last
            ? { first: picked, last: picked } : { [key]: picked });
        }} />
    </label>
  );
  return (
    <Modal opened onClose={onClose} title={t('changeTime')} size={420}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form
        className="form"
        noValidate
        onSubmit={(submit) => {
          submit.preventDefault();
          onSave(timeOf(typed, event));
          onClose();
        }}
      >
        <div className="muted">{event.title}</div>
        <div className="cal-when">
          {day('first', several ? t('begins') : t('day'))}
          {!typed.allDay && (
            <TimeControl value={typed.from} label={t('from')}
              onChange={(from) => put({ from })} />
          )}
        </div>
        {several && (
          <div className="cal-when">
            {day('last', t('ends'))}
            {!typed.allDay && (
              <TimeControl value={typed.to} label={t('to')} onChange={(to) => put({ to })} />
            )}
          </div>
        )}
        {source.allDay && (
          <Switch label={t('allDayLong')} checked={typed.allDay}
            onChange={(change) => put({ allDay: change.currentTarget.checked })} />
        )}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit">{t('common:save')}</Button>
        </div>
      </form>
    </Modal>
  );
}
