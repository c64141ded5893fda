/** One import: its progress while it runs, its result, its undoing. */
import { Button } from '@mantine/core';
import { IconRestore } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refreshLists, useMetadata } from '@/shared/api';
import { ErrorState, notifyError, Screen, SkeletonRows } from '@/shared/ui';
import { isMoving, runQuery, undoImport, type ImportRun } from './api';
import { FailedRows } from './FailedRows';
import { Notes } from './Notes';
import { Progress } from './Progress';
import { StateTag } from './StateTag';
import { Steps } from './Steps';
import { Tally } from './Tally';
import { UndoDialog } from './UndoDialog';

interface Props {
  id: string;
  onLeave: () => void;
  onOpen: (run: string) => void;
}

export function RunPage({ id, onLeave, onOpen }: Props) {
  const { t } = useTranslation('import');
  const { data: run, error, refetch } = useQuery(runQuery(id));
  const state = run?.state;
  const entity = run?.entity;
  // Whatever lists were read before do not hold what the import has just made or taken away.
  useEffect(() => {
    if (entity && state) refreshLists(entity);
  }, [entity, state]);
  const leave = <Button variant="default" onClick={onLeave}>{t('run.another')}</Button>;
  return (
    <Screen title={t('title')} aside={run?.file_name} actions={leave}>
      <Steps current="result" />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!run && !error && <SkeletonRows />}
      {run && (
        <div className="import-body">
          {isMoving(run) ? <Progress run={run} /> : <Result run={run} onOpen={onOpen} />}
        </div>
      )}
    </Screen>
  );
}

function Result({ run, onOpen }: { run: ImportRun; onOpen: (run: string) => void }) {
  const { t } = useTranslation('import');
  const entity = useMetadata().entities[run.entity];
  const written = run.created + run.updated > 0;
  return (
    <>
      <div className="import-result-head">
        <div role="status">
          <h2 className="import-heading">{t(`result.${run.state}`)}</h2>
        </div>
        <StateTag run={run} />
      </div>
      {run.error && <p className="import-warning" role="alert">{run.error}</p>}
      <Tally run={run} />
      <Notes run={run} />
      <div className="empty-actions" style={{ justifyContent: 'flex-start' }}>
        {entity && (
          <Button renderRoot={(props) => (
            <Link to="/o/$entity" params={{ entity: run.entity }} search={{ sort: '-created_at' }}
              {...props} />
          )}>
            {t('result.open', { name: entity.labels.many })}
          </Button>
        )}
        {written && run.state !== 'undone' && <Undo run={run} />}
        {run.state === 'undone' && (run.removed ?? 0) > 0 && (
          <Button variant="default" renderRoot={(props) => <Link to="/bin" {...props} />}>
            {t('result.bin')}
          </Button>
        )}
      </div>
      {run.failed > 0 && run.state !== 'undone' && <FailedRows run={run} onMended={onOpen} />}
    </>
  );
}

function Undo({ run }: { run: ImportRun }) {
  const { t } = useTranslation('import');
  const [asking, setAsking] = useState(false);
  const undo = () => {
    setAsking(false);
    void undoImport(run.id).catch(notifyError);
  };
  return (
    <>
      <Button variant="default" leftSection={<IconRestore size={16} stroke={1.7} />}
        onClick={() => setAsking(true)}>
        {t('undo.button')}
      </Button>
      <UndoDialog run={run} opened={asking} onClose={() => setAsking(false)} onConfirm={undo} />
    </>
  );
}
