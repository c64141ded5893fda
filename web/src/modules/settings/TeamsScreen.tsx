/** Teams and who is in them. */
import './settings.css';
import { Button } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar, EmptyState, ErrorState, Screen, SkeletonRows } from '@/shared/ui';
import { isActive, membersOf, useTeams, useUsers, type Team, type User } from './people';
import { TeamSheet } from './TeamSheet';

const FACES = 6;

export default function TeamsScreen() {
  const { t } = useTranslation('settings');
  const teams = useTeams();
  const users = useUsers().data?.filter(isActive) ?? [];
  const [opened, setOpened] = useState<string>();
  const team = teams.data?.find(({ id }) => id === opened);
  const add = (
    <Button leftSection={<IconPlus size={16} stroke={1.7} />} onClick={() => setOpened('new')}>
      {t('teams.add')}
    </Button>
  );
  return (
    <Screen title={t('common:nav.teams')} aside={teams.data?.length} actions={add}>
      {teams.isPending && <SkeletonRows />}
      {teams.error && <ErrorState error={teams.error} onRetry={() => void teams.refetch()} />}
      {teams.data?.length === 0 && (
        <EmptyState icon={<IconUsersGroup size={48} stroke={1.2} />} title={t('teams.empty')}
          text={t('teams.emptyText')}>{add}</EmptyState>
      )}
      {teams.data && teams.data.length > 0 && (
        <ul className="settings-cards">
          {teams.data.map((each) => (
            <li key={each.id}>
              <TeamCard team={each} members={membersOf(each, users)}
                onOpen={() => setOpened(each.id)} />
            </li>
          ))}
        </ul>
      )}
      {(team || opened === 'new') && (
        <TeamSheet key={opened} team={team} users={users} onCreated={setOpened}
          onClose={() => setOpened(undefined)} />
      )}
    </Screen>
  );
}

interface Props {
  team: Team;
  members: User[];
  onOpen: () => void;
}

function TeamCard({ team, members, onOpen }: Props) {
  const { t } = useTranslation('settings');
  return (
    <button type="button" className="settings-card" onClick={onOpen}>
      <strong className="clip">{team.name}</strong>
      <span className="muted clip">
        {team.lead?.name ? t('teams.leadIs', { name: team.lead.name }) : t('teams.noLead')}
      </span>
      <span className="settings-faces">
        {members.slice(0, FACES).map((user) => (
          <Avatar key={user.id} name={user.name} size={24} />
        ))}
        <span className="muted">{t('teams.members', { count: members.length })}</span>
      </span>
    </button>
  );
}
