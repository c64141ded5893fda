/** Rows that could not be read: what is wrong with each; mended here or taken away as a file. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadFile } from '@/shared/api';
import { notifyError } from '@/shared/ui';
import {
  failedRowsQuery, failedUrl, startImport, type ImportOrder, type ImportRun,
} from './api';
import { readCsv, writeCsv } from './csv';
import { FailedGrid } from './FailedGrid';

interface Props {
  run: ImportRun;
  /** Given where mended rows may be loaded again: called with the new run. */
  onMended?: (run: string) => void;
}

export function FailedRows({ run, onMended }: Props) {
  const { t } = useTranslation('import');
  const file = useQuery(failedRowsQuery(run.id));
  const table = useMemo(() => (file.data ? readCsv(file.data) : []), [file.data]);
  const [mended, setMended] = useState<{ [row: number]: string[] }>({});
  const mend = useMend(run, onMended);
  const editable = mend.possible;
  return (
    <section>
      <div className="import-failed-head">
        <h2 className="import-heading">{t('failed.title')}</h2>
        <Button variant="default" component="a" href={failedUrl(run.id)} download
          leftSection={<IconDownload size={16} stroke={1.7} />}>
          {t('failed.download')}
        </Button>
        {editable && (
          <Button loading={mend.busy} disabled={Object.keys(mended).length === 0}
            onClick={() => mend.send(table, mended)}>
            {t('failed.again')}
          </Button>
        )}
      </div>
      <p className="muted">{t(editable ? 'failed.mend' : 'failed.later')}</p>
      {table.length > 1
        ? <FailedGrid table={table} mended={mended} onMend={editable ? setMended : undefined} />
        : <Messages run={run} />}
    </section>
  );
}

/** What is wrong, while the rows themselves are not there. */
function Messages({ run }: { run: ImportRun }) {
  const { t } = useTranslation('import');
  return (
    <ul className="import-messages">
      {(run.first_failures ?? []).map(({ row, field, message }, index) => (
        <li key={index}>
          <span className="faint num">{t('failed.row', { row })}</span> {field && `${field}: `}
          {message}
        </li>
      ))}
    </ul>
  );
}

function useMend(run: ImportRun, onMended: ((run: string) => void) | undefined) {
  const { t } = useTranslation('import');
  const [busy, setBusy] = useState(false);
  const order = orderOfRun(run);
  const send = async (table: string[][], mended: { [row: number]: string[] }) => {
    if (!order) return;
    setBusy(true);
    try {
      const [head = [], ...rows] = table;
      const cells = [head, ...rows.map((row, index) => mended[index] ?? row)];
      const name = t('failed.fileName', { name: run.file_name.replace(/\.\w+$/, '') });
      const file = new File([writeCsv(cells)], `${name}.csv`, { type: 'text/csv' });
      const next = { ...order, file: (await uploadFile(file)).id, options: {} };
      const id = await startImport(next, false);
      onMended?.(id);
    } catch (error) {
      notifyError(error);
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    possible: order !== undefined && onMended !== undefined,
    send: (...args: Parameters<typeof send>) => void send(...args),
  };
}

/** How the run was ordered, to load mended rows in the same way. */
function orderOfRun({ entity, order }: ImportRun): Omit<ImportOrder, 'file'> | undefined {
  if (!order?.map) return undefined;
  return { entity, options: {}, duplicates: order.duplicates ?? 'skip', map: order.map };
}
