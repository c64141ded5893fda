/** Import: a file is dropped, its columns matched, everything checked, then loaded. */
import './import.css';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api';
import { Screen } from '@/shared/ui';
import { useDraft } from './draft';
import { History } from './History';
import { RunPage } from './RunPage';
import { Start } from './Start';
import { Wizard } from './Wizard';

export default function ImportScreen() {
  const { t } = useTranslation('import');
  const { user } = useSession();
  const { job, entity } = useSearch({ from: '/inside/import' });
  const navigate = useNavigate();
  const kept = useDraft();
  const draft = kept.user === user.id ? kept.draft : undefined;
  const open = (id: string | undefined) =>
    void navigate({ to: '/import', search: id ? { job: id } : {} });

  if (job) return <RunPage key={job} id={job} onLeave={() => open(undefined)} onOpen={open} />;
  if (draft) return <Wizard key={draft.file.id} draft={draft} onStarted={open} />;
  return (
    <Screen title={t('title')}>
      <div className="import-start">
        <Start entity={entity} user={user.id} />
        <History onOpen={open} />
      </div>
    </Screen>
  );
}
