/** Whose calendar is shown: one's own, the team's, a colleague's. */
import { Button, Menu, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCheck, IconChevronDown, IconUser, IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchPage, keys, useSession } from '@/shared/api';
import { Avatar } from '@/shared/ui';
import type { Who } from './look';

const SHOWN = 8;
const icon = { size: 16, stroke: 1.7 };

interface Props {
  who: Who;
  onChoose: (who: Who) => void;
}

export function WhoMenu({ who, onChoose }: Props) {
  const { t } = useTranslation('calendar');
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const people = usePeople(text, opened);
  const choose = (next: Who) => {
    onChoose(next);
    setOpened(false);
  };
  const mark = (on: boolean) => on && <IconCheck {...icon} />;
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-start" width={260}>
      <Menu.Target>
        <Button size="compact-sm" variant="default" flex="none"
          leftSection={who.kind === 'person'
            ? <Avatar name={who.name} size={18} /> : who.kind === 'me'
              ? <IconUser size={14} /> : <IconUsers size={14} />}
          rightSection={<IconChevronDown size={14} />}>
          {who.kind === 'person' ? who.name : t(`who.${who.kind}`)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUser {...icon} />} rightSection={mark(who.kind === 'me')}
          onClick={() => choose({ kind: 'me' })}>
          {t('who.me')}
        </Menu.Item>
        <Menu.Item leftSection={<IconUsers {...icon} />} rightSection={mark(who.kind === 'team')}
          onClick={() => choose({ kind: 'team' })}>
          {t('who.team')}
        </Menu.Item>
        <Menu.Divider />
        <TextInput m={4} size="xs" value={text} aria-label={t('who.find')}
          placeholder={t('who.find')} onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.code !== 'Escape' && event.code !== 'ArrowDown'
            && event.stopPropagation()} />
        {people.map(({ id, name }) => (
          <Menu.Item key={id} leftSection={<Avatar name={name} size={18} />}
            rightSection={mark(who.kind === 'person' && who.id === id)}
            onClick={() => choose({ kind: 'person', id, name })}>
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function usePeople(text: string, enabled: boolean) {
  const { user } = useSession();
  const [q] = useDebouncedValue(text.trim(), 200);
  const { data } = useQuery({
    queryKey: [...keys.lists('users'), 'whose', q],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => fetchPage('users', {
      q: q || undefined, sort: q ? undefined : 'name', fields: ['id', 'name'], limit: SHOWN + 1,
      filter: { field: 'active', op: 'eq', value: true },
    }, null, signal),
  });
  return (data?.items ?? [])
    .filter(({ id }) => id !== user.id)
    .slice(0, SHOWN)
    .map(({ id, name }) => ({ id, name: String(name ?? '') }));
}
