/** One team: its name, its lead, its members. */
import { Button, Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteWithUndo } from '@/engine/undo';
import { createRecord, isApiError, refreshLists, saveRecord, type LinkValue } from '@/shared/api';
import { Avatar, notify, notifyError } from '@/shared/ui';
import { Sheet } from '@/shared/ui/Sheet';
import '@/engine/form/form.css';
import { membersOf, setMember, type Team, type User } from './people';

interface Props {
  team?: Team;
  users: User[];
  onCreated: (id: string) => void;
  onClose: () => void;
}

export function TeamSheet({ team, users, onCreated, onClose }: Props) {
  const { t } = useTranslation('settings');
  const remove = async () => {
    if (team && (await deleteWithUndo('teams', team.id, team.name))) onClose();
  };
  return (
    <Sheet opened onClose={onClose} title={team?.name ?? t('teams.new')} width={440}>
      <TeamForm team={team} users={users} onCreated={onCreated} />
      {team && (
        <>
          <Members team={team} users={users} />
          <Button variant="subtle" color="red" mt={16} onClick={() => void remove()}>
            {t('teams.remove')}
          </Button>
        </>
      )}
    </Sheet>
  );
}

function TeamForm({ team, users, onCreated }: Omit<Props, 'onClose'>) {
  const { t } = useTranslation('settings');
  const before = {
    name: team?.name ?? '',
    lead: team?.lead?.id ?? '',
    description: team?.description ?? '',
  };
  const [values, setValues] = useState(before);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ [field: string]: string }>({});
  const put = (part: Partial<typeof values>) => setValues((old) => ({ ...old, ...part }));
  const save = async () => {
    const lead = users.find(({ id }) => id === values.lead);
    const changes = {
      name: values.name.trim(),
      description: values.description.trim() || null,
      lead: lead ? ({ id: lead.id, entity: 'users', name: lead.name } satisfies LinkValue) : null,
    };
    if (team) await saveRecord('teams', { id: team.id, changes });
    else onCreated((await createRecord('teams', { values: changes })).id);
    notify(t('common:saved'));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setWrong({});
    save()
      .catch((error: unknown) => {
        const fields = isApiError(error) ? error.fields : {};
        setWrong(fields);
        if (!Object.keys(fields).some((name) => name in values)) notifyError(error);
      })
      .finally(() => setBusy(false));
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextInput
        label={t('teams.name')}
        required
        data-autofocus
        value={values.name}
        error={wrong.name}
        onChange={(e) => put({ name: e.currentTarget.value })}
      />
      <Select
        label={t('teams.lead')}
        clearable
        searchable
        value={values.lead || null}
        placeholder={t('common:choose')}
        error={wrong.lead}
        nothingFoundMessage={t('common:nothingFound')}
        data={users.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(lead) => put({ lead: lead ?? '' })}
      />
      <Textarea
        label={t('teams.description')}
        autosize
        minRows={2}
        value={values.description}
        error={wrong.description}
        onChange={(e) => put({ description: e.currentTarget.value })}
      />
      <Button
        type="submit"
        loading={busy}
        style={{ alignSelf: 'flex-start' }}
        disabled={!values.name.trim() || JSON.stringify(values) === JSON.stringify(before)}
      >
        {team ? t('common:save') : t('common:create')}
      </Button>
    </form>
  );
}

/** Who is in the team; each tick is saved at once. */
function Members({ team, users }: { team: Team; users: User[] }) {
  const { t } = useTranslation('settings');
  const members = new Set(membersOf(team, users).map(({ id }) => id));
  const turn = (user: User, member: boolean) => {
    setMember(user, team, member)
      .catch(notifyError)
      .finally(() => refreshLists('teams'));
  };
  return (
    <fieldset className="settings-members">
      <legend>{t('teams.who')}</legend>
      {users.map((user) => (
        <Checkbox
          key={user.id}
          checked={members.has(user.id)}
          label={
            <span className="settings-member">
              <Avatar name={user.name} size={24} />
              {user.name}
            </span>
          }
          onChange={(event) => turn(user, event.currentTarget.checked)}
        />
      ))}
    </fieldset>
  );
}
