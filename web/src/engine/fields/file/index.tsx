/** A file kept on the server. */
import { Button, CloseButton, FileButton } from '@mantine/core';
import { IconPaperclip, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileUrl, uploadFile, type LinkValue } from '@/shared/api';
import { notifyError } from '@/shared/ui';
import type { EditorProps, FieldTypeUi } from '../field_type';

const fileLink = (value: LinkValue) => (
  <a className="link field-link" href={fileUrl(value.id)} target="_blank" rel="noopener">
    <IconPaperclip size={14} />
    <span className="clip">{value.name}</span>
  </a>
);

function FileEditor(props: EditorProps<LinkValue>) {
  const { id, entity, record, value, onChange, onCommit, disabled } = props;
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const put = (next: LinkValue | null) => {
    onChange(next);
    onCommit?.(next);
  };
  const upload = (file: File | null) => {
    if (!file) return;
    setBusy(true);
    const related = record?.id ? { entity, id: record.id } : undefined;
    uploadFile(file, { related }).then(put, notifyError).finally(() => setBusy(false));
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
