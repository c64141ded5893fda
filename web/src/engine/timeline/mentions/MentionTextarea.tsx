/** A box for text in which "@" offers the people of the company. */
import {
  useId, useRef, useState, type ComponentProps, type KeyboardEvent, type Ref, type SyntheticEvent,
} from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '@/shared/ui';
import { GrowingTextarea } from '@/shared/ui/GrowingTextarea';
import { mentionAt, withMention, type Sought } from './mention';
import { usePeopleLike } from './use_people';

interface Props extends Omit<ComponentProps<typeof GrowingTextarea>,
  'value' | 'onChange' | 'ref'> {
  value: string;
  onChange: (value: string) => void;
  ref?: Ref<HTMLTextAreaElement>;
}

export function MentionTextarea({ value, onChange, ref, ...props }: Props) {
  const { t } = useTranslation('timeline');
  const box = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const [sought, setSought] = useState<Sought>();
  const [chosen, setChosen] = useState(0);
  const people = usePeopleLike(sought?.typed);
  const opened = sought !== undefined && people.length > 0;
  const at = Math.min(chosen, people.length - 1);

  const look = (event: SyntheticEvent<HTMLTextAreaElement>) => {
    const { value: text, selectionStart } = event.currentTarget;
    const next = mentionAt(text, selectionStart);
    if (next?.typed !== sought?.typed) setChosen(0);
    setSought(next);
  };
  const put = (name: string) => {
    if (!sought) return;
    const { text, caret } = withMention(value, sought, name);
    onChange(text);
    setSought(undefined);
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(caret, caret);
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!opened || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
    if (step) setChosen((at + step + people.length) % people.length);
    else if (event.code === 'Enter' || event.code === 'Tab') put(people[at]!);
    else if (event.code === 'Escape') setSought(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="mention-box">
      <GrowingTextarea
        {...props}
        ref={(element) => {
          box.current = element;
          if (typeof ref === 'function') ref(element);
          else if (ref) ref.current = element;
        }}
        value={value}
        aria-autocomplete="list" aria-controls={opened ? list : undefined}
        aria-activedescendant={opened ? `${list}-${at}` : undefined}
        onChange={(event) => {
          onChange(event.currentTarget.value);
          look(event);
        }}
        onSelect={look}
        onBlur={() => setSought(undefined)}
        onKeyDown={onKeyDown}
      />
      {opened && (
        <ul id={list} role="listbox" className="mention-list" aria-label={t('mention')}>
          {people.map((name, index) => (
            <li key={name} id={`${list}-${index}`} role="option" aria-selected={index === at}
              className={index === at ? 'mention-option chosen' : 'mention-option'}
              onMouseDown={(event) => {
                event.preventDefault();
                put(name);
              }}>
              <Avatar name={name} size={20} />
              <span className="clip">{name}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
