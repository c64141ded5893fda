/** In the bar of a record: who else is here, follow, star. */
import './people.css';
import { ActionIcon } from '@mantine/core';
import { IconBell, IconBellFilled, IconStar, IconStarFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '@/shared/ui';
import { Hint } from '@/shared/ui/Hint';
import { useRecordPage } from '../record_context';
import { useHere } from './use_here';
import { useMarks } from './use_marks';

const icon = { size: 16, stroke: 1.7 };
const SHOWN = 4;

export function Marks({ phone }: { phone: boolean }) {
  const { t } = useTranslation('record');
  const { self } = useRecordPage();
  const { marks, toggleFollow, toggleStar } = useMarks(self);
  const others = marks?.followers.map(({ name }) => name).join(', ');
  const follow = t(marks?.following ? 'unfollow' : 'follow');
  const star = t(marks?.starred ? 'unstar' : 'star');
  return (
    <>
      <PeopleHere />
      {!phone && (
        <Hint
          label={others ? <>{follow}<br />{t('followers', { names: others })}</> : follow}>
          <ActionIcon aria-label={t('follow')} aria-pressed={marks?.following ?? false}
            className={marks?.following ? 'mark on' : 'mark'} onClick={toggleFollow}>
            {marks?.following ? <IconBellFilled size={16} /> : <IconBell {...icon} />}
          </ActionIcon>
        </Hint>
      )}
      <Hint label={star}>
        <ActionIcon size={phone ? 'lg' : undefined} aria-label={t('star')}
          aria-pressed={marks?.starred ?? false}
          className={marks?.starred ? 'mark starred' : 'mark'} onClick={toggleStar}>
          {marks?.starred ? <IconStarFilled size={16} /> : <IconStar {...icon} />}
        </ActionIcon>
      </Hint>
    </>
  );
}

/** Others who have the record open; a ring tells who is changing it. */
function PeopleHere() {
  const { t } = useTranslation('record');
  const { self, isEditing } = useRecordPage();
  const people = useHere(self, isEditing);
  if (people.length === 0) return null;
  const words = people.map(({ name, editing }) =>
    t(editing ? 'here.edits' : 'here.looks', { name }));
  return (
    <Hint label={words.map((text) => <div key={text}>{text}</div>)}>
      <span className="people-here" role="status" aria-label={words.join(', ')} tabIndex={0}>
        {people.slice(0, SHOWN).map(({ id, name, editing }) => (
          <span key={id} className={editing ? 'person-here editing' : 'person-here'}>
            <Avatar name={name} size={22} />
          </span>
        ))}
        {people.length > SHOWN && <span className="muted num">+{people.length - SHOWN}</span>}
      </span>
    </Hint>
  );
}
