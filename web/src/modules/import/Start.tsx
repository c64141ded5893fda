/** The first step: a file dropped, chosen, or cells pasted from a spreadsheet. */
import { Button, FileButton } from '@mantine/core';
import { IconFileSpreadsheet, IconUpload } from '@tabler/icons-react';
import { useEffect, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadFile } from '@/shared/api';
import { notifyError } from '@/shared/ui';
import { beginDraft } from './draft';

const KINDS = '.csv,.tsv,.txt,.xlsx,.vcf';

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(target.tagName);

export function Start({ entity, user }: { entity?: string; user: string }) {
  const { t } = useTranslation('import');
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);

  const take = (file: File | null | undefined) => {
    if (!file || busy) return;
    setBusy(true);
    uploadFile(file)
      .then(({ id }) => beginDraft(user, { id, name: file.name }, entity))
      .catch((error: unknown) => {
        setBusy(false);
        notifyError(error);
      });
  };
  usePaste(take, t('pastedName'));

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <div
      className="import-drop"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileSpreadsheet size={48} stroke={1.2} className="faint" />
      <div className="empty-title">{t('drop')}</div>
      <p className="empty-text">{t('dropText')}</p>
      <FileButton
        onChange={take}
        accept={KINDS}
        inputProps={{ 'aria-label': t('common:chooseFile') }}
      >
        {(props) => (
          <Button {...props} loading={busy} leftSection={<IconUpload size={16} stroke={1.7} />}>
            {t('common:chooseFile')}
          </Button>
        )}
      </FileButton>
    </div>
  );
}

/** Cells copied from a spreadsheet, or a copied file, pasted anywhere on the screen. */
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
