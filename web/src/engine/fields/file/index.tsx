/** A file kept on the server. */
import { Button, CloseButton, FileButton } from '@mantine/core';
import { IconPaperclip, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, apiUrl, type LinkValue } from '@/shared/api';
import { notifyError } from '@/shared/ui';
import type { EditorProps, FieldTypeUi } from '../field_type';

const fileLink = (value: LinkValue) => (
  <a className="link field-link" href={apiUrl(`/files/${value.id}`)} target="_blank" rel="noopener">
    <IconPaperclip size={14} />
    <span className="clip">{value.name}</span>
  </a>
);

/** Sends a file to the server and names it as a value of a field. */
export async function uploadFile(file: File): Promise<LinkValue> {
  const form = new FormData();
  form.append('file', file, file.name);
  const stored = await api.post<{ id: string; name?: string }>('/files', form);
  return { id: stored.id, entity: 'files', name: stored.name ?? file.name };
}

function FileEditor({ id, value, onChange, onCommit, disabled }: EditorProps<LinkValue>) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const put = (next: LinkValue | null) => {
    onChange(next);
    onCommit?.(next);
  };
  const upload = (file: File | null) => {
    if (!file) return;
    setBusy(true);
    uploadFile(file).then(put, notifyError).finally(() => setBusy(false));
  };
  if (value) {
    return (
      <span className="field-link">
        {fileLink(value)}
        {!disabled && <CloseButton size="sm" aria-label={t('remove')} onClick={() => put(null)} />}
      </span>
    );
  }
  return (
    <div>
      <FileButton onChange={upload} disabled={disabled}>
        {(props) => (
          <Button
            {...props} id={id} variant="default" loading={busy}
            leftSection={<IconUpload size={16} stroke={1.7} />}
          >
            {t('chooseFile')}
          </Button>
        )}
      </FileButton>
    </div>
  );
}

export const file: FieldTypeUi<LinkValue> = {
  display: fileLink,
  Editor: FileEditor,
  parse: (typed) => (typed.trim() ? undefined : null),
  toText: (value) => value.name ?? '',
  filter: 'none',
  width: 160,
  composite: true,
};
