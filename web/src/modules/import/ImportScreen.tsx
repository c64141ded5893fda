/** Import: a file is dropped, its columns matched, everything checked, then loaded. */
import './import.css';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/shared/api';
import { Screen } from '@/shared/ui';
import { useDraft } from './draft';
import { History } from './History';
import { RunPage } from './RunPage';
import { DropVeil, Start } from './Start';
import { useTakeFile } from './use_take_file';
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

  const file = useTakeFile({ user: user.id, entity, onTaken: () => job && open(undefined) });

  if (job || draft) {
    return (
      <>
        {job
          ? <RunPage key={job} id={job} onLeave={() => open(undefined)} onOpen={open} />
          : <Wizard key={draft!.file.id} draft={draft!} onStarted={open} />}
        <DropVeil {...file} />
      </>
    );
  }
  return (
    <Screen title={t('title')}>
      <div className="import-start">
        <Start {...file} />
        <History onOpen={open} />
      </div>
    </Screen>
  );
}
