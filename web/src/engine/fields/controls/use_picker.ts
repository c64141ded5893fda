/** What pickers of one and of many records share: search, options, "make a new one". */
import { useCombobox } from '@mantine/core';
import { useEffect, useState } from 'react';
import { canCreate, targetsOf, useMetadata, type Field, type LinkValue } from '@/shared/api';
import { openQuickCreate } from '../../form/quick_create';
import { CREATE, optionKey } from './RecordOptions';
import { useRecordSearch } from './record_search';

const NONE: LinkValue[] = [];
/** Made on screens of their own, never in passing. */
const NOT_MADE_HERE = ['users', 'teams', 'roles'];

export function usePicker(field: Field, onPick: (link: LinkValue) => void, inline?: boolean) {
  const { entities } = useMetadata();
  const [text, setText] = useState('');
  const combobox = useCombobox({
    defaultOpened: inline,
    onDropdownClose: () => combobox.resetSelectedOption(),
  });
  const targets = targetsOf(field);
  const search = useRecordSearch(targets, text, combobox.dropdownOpened);
  const found = search.data ?? NONE;
  const { selectFirstOption } = combobox;
  useEffect(() => {
    // What was found by typing is taken by Enter; before that nothing is.
    if (text !== '' && found.length > 0) selectFirstOption();
  }, [text, found, selectFirstOption]);
  const creatable = targets.filter((name) =>
    !NOT_MADE_HERE.includes(name) && entities[name] && canCreate(entities[name]));

  const submit = (option: string) => {
    combobox.closeDropdown();
    if (option.startsWith(CREATE)) {
      const entity = option.slice(CREATE.length);
      const title = entities[entity]?.title;
      openQuickCreate(entity, {
        initial: title && text ? { [title]: text } : {},
        onCreated: onPick,
      });
      return;
    }
    const link = found.find((candidate) => optionKey(candidate) === option);
    if (link) onPick(link);
  };
  return { combobox, text, setText, found, creatable, loading: search.isFetching, submit };
}
