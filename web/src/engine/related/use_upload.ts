/** Sends files to the server and ties them to a record. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { refreshLists, uploadFile, type LinkValue } from '@/shared/api';
import { notify, notifyError } from '@/shared/ui';
import { refreshRecord } from '../record/refresh';

interface Upload {
  /** Names of the files on their way. */
  sending: string[];
  send: (files: File[]) => void;
}

export function useUpload(of: LinkValue): Upload {
  const { t } = useTranslation('record');
  const [sending, setSending] = useState<string[]>([]);

  const send = async (files: File[]) => {
    setSending((old) => [...old, ...files.map(({ name }) => name)]);
    let stored = 0;
    // One after another: a slow line carries no more by several at once.
    for (const file of files) {
      try {
        await uploadFile(file, of);
        stored += 1;
      } catch (error) {
        notifyError(error);
      }
      setSending((old) => old.toSpliced(old.indexOf(file.name), 1));
    }
    if (stored === 0) return;
    refreshLists('files');
    refreshRecord(of);
    notify(t('files.stored', { count: stored }));
  };
  return { sending, send: (files) => void (files.length > 0 && send(files)) };
}
