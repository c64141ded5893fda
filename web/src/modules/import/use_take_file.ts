/** A file dropped or pasted anywhere on the screen of the import begins a new one. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadFile } from '@/shared/api';
import { notifyError } from '@/shared/ui';
import { beginDraft } from './draft';

export interface TakeFile {
  busy: boolean;
  /** A file is held over the screen. */
  over: boolean;
  take: (file: File | null | undefined) => void;
}

interface Options {
  user: string;
  /** What is imported, when the person came from its list. */
  entity?: string;
  /** A file has been taken. */
  onTaken: () => void;
}

export function useTakeFile({ user, entity, onTaken }: Options): TakeFile {
  const { t } = useTranslation('import');
  const [busy, setBusy] = useState(false);
  const upload = useRef<AbortController>(null);
  const take = (file: File | null | undefined) => {
    if (!file) return;
    // The one taken before, if it is still on its way, has been replaced.
    upload.current?.abort();
    const { signal } = (upload.current = new AbortController());
    setBusy(true);
    uploadFile(file, { signal })
      .then(({ id }) => {
        beginDraft(user, { id, name: file.name }, entity);
        onTaken();
      })
      .catch((error: unknown) => signal.aborted || notifyError(error))
      .finally(() => signal.aborted || setBusy(false));
  };
  const over = useDrop(take);
  usePaste(take, t('pastedName'));
  return { busy, over, take };
}

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(target.tagName);

const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Without this the browser would leave the page for a file that misses the box. */
function useDrop(take: (file: File | undefined) => void): boolean {
  const [over, setOver] = useState(false);
  const taker = useRef(take);
  useEffect(() => {
    taker.current = take;
  });
  useEffect(() => {
    const drag = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      // Only out of the window; between elements there is always a next one.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      setOver(false);
      taker.current(event.dataTransfer?.files[0]);
    };
    document.addEventListener('dragover', drag);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', drag);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, []);
  return over;
}

/** Cells copied from a spreadsheet, or a copied file. */
function usePaste(take: (file: File | undefined) => void, name: string) {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      if (typing(event.target)) return;
      const file = event.clipboardData?.files[0];
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (file) take(file);
      else if (text.includes('\n')) take(new File([text], `${name}.tsv`, { type: 'text/csv' }));
    };
    document.addEventListener('paste', paste);
    return () => document.removeEventListener('paste', paste);
  });
}
