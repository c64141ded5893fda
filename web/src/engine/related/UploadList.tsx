/** Files of a record on their way: how far each is, why one failed, once more, away with it. */
import { Button, CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LinkValue } from '@/shared/api';
import { formatBytes } from './format_bytes';
import { dropUpload, sendAgain, useUploads, type Upload } from './upload_queue';

export function UploadList({ of }: { of: LinkValue }) {
  const { t } = useTranslation('record');
  const all = useUploads(({ uploads }) => uploads);
  const uploads = all.filter((upload) => upload.of.id === of.id);
  if (uploads.length === 0) return null;
  return (
    <ul className="uploads" aria-label={t('files.sending')}>
      {uploads.map((upload) => <Line key={upload.key} upload={upload} />)}
    </ul>
  );
}

function Line({ upload: { key, file, state, share, message, again } }: { upload: Upload }) {
  const { t } = useTranslation('record');
  const failed = state === 'failed';
  return (
    <li className={failed ? 'upload failed' : 'upload'}>
      <span className="upload-name clip" title={file.name}>{file.name}</span>
      <span className="muted num">{formatBytes(file.size)}</span>
      {failed && again !== false && (
        <Button size="compact-sm" variant="subtle" onClick={() => sendAgain(key)}>
          {t('common:retry')}
        </Button>
      )}
      <CloseButton size="sm" onClick={() => dropUpload(key)}
        aria-label={`${t(failed ? 'common:remove' : 'files.stop')}: ${file.name}`} />
      {failed
        ? <span className="upload-why" role="alert">{message}</span>
        : <progress className="upload-bar" max={1} value={share} aria-label={file.name} />}
    </li>
  );
}
