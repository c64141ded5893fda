/** The top of a list: its name, saved views, search, a button that makes a new record. */
import { ActionIcon, Button, CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { canCreate } from '@/shared/api';
import { useHotkey } from '@/shared/hotkeys';
import type { ListControl } from '../views/use_list_state';
import { ViewTabs } from '../views/ViewTabs';

interface Props {
  list: ListControl;
  phone: boolean;
}

export function ListBar({ list, phone }: Props) {
  const { t } = useTranslation();
  const { entity } = list;
  const [searching, setSearching] = useState(list.search.q !== undefined);
  if (phone && searching) {
    return (
      <header className="list-bar">
        <SearchBox list={list} autoFocus onLeave={() => setSearching(false)} />
      </header>
    );
  }
  return (
    <header className="list-bar">
      <h1 className="screen-title">{entity.labels.many}</h1>
      <ViewTabs list={list} phone={phone} />
      {phone ? (
        <ActionIcon size="lg" ml="auto" aria-label={t('search')} onClick={() => setSearching(true)}>
          <IconSearch size={20} stroke={1.6} />
        </ActionIcon>
      ) : (
        <SearchBox list={list} />
      )}
      {!phone && canCreate(entity) && (
        <Button
          flex="none"
          leftSection={<IconPlus size={16} stroke={1.8} />}
          onClick={() => openQuickCreate(entity.name)}
        >
          {t('create')}
        </Button>
      )}
    </header>
  );
}

// Enough to take several keys of a fast typist together, too short to be waited for.
const PAUSE_MS = 25;

interface SearchProps {
  list: ListControl;
  autoFocus?: boolean;
  onLeave?: () => void;
}

function SearchBox({ list, autoFocus, onLeave }: SearchProps) {
  const { t } = useTranslation('lists');
  const input = useRef<HTMLInputElement>(null);
  const { q } = list.search;
  const [text, setText] = useState(q ?? '');
  const ask = useDebouncedCallback(
    (next: string) => list.setSearch({ q: next.trim() || undefined }, { replace: true }),
    PAUSE_MS,
  );
  useEffect(() => setText((old) => (old.trim() === (q ?? '') ? old : (q ?? ''))), [q]);
  useHotkey('mod+KeyF', () => input.current?.select(), {
    label: t('key.search'),
    group: t('group'),
  });
  const type = (next: string) => {
    setText(next);
    ask(next);
  };
  return (
    <TextInput
      ref={input}
      className="list-search"
      style={onLeave && { flex: 1 }}
      value={text}
      placeholder={t('searchIn')}
      aria-label={t('searchIn')}
      autoComplete="off"
      type="search"
      autoFocus={autoFocus}
      leftSection={<IconSearch size={14} stroke={1.7} />}
      rightSection={
        text || onLeave ? (
          <CloseButton
            size="sm"
            aria-label={t('common:clear')}
            onClick={() => {
              type('');
              onLeave?.();
            }}
          />
        ) : undefined
      }
      onChange={(event) => type(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.code !== 'Escape') return;
        type('');
        input.current?.blur();
        onLeave?.();
      }}
    />
  );
}
