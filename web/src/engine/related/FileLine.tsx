/** A file by its name and size; what can be looked at opens over the page. */
import { ActionIcon } from '@mantine/core';
import { IconDownload, IconFile, IconFileText, IconPhoto } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileUrl, type CrmRecord } from '@/shared/api';
import { formatBytes } from './format_bytes';
import { previewKind } from './preview_kind';

const FilePreview = lazy(() => import('./FilePreview'));

const iconOf = (file: CrmRecord) => {
  const type = String(file.media_type ?? '');
  if (/^image\//.test(type)) return IconPhoto;
  return /^text\/|pdf|word|sheet/.test(type) ? IconFileText : IconFile;
};

export function FileLine({ file }: { file: CrmRecord }) {
  const { t } = useTranslation('record');
  const [opened, setOpened] = useState(false);
  const name = String(file.name ?? '');
  const kind = previewKind(file.media_type);
  const Icon = iconOf(file);
  const face = kind === 'image'
    ? <img src={fileUrl(file.id)} alt="" loading="lazy" /> : <Icon size={20} stroke={1.5} />;
  const open = () => setOpened(true);
  return (
    <div className="file-line">
      {kind ? (
        <button type="button" className="file-thumb" aria-label={t('files.preview', { name })}
          onClick={open}>
          {face}
        </button>
      ) : <span className="file-thumb">{face}</span>}
      <span className="file-text">
        {kind
          ? <button type="button" className="text-button clip" onClick={open}>{name}</button>
          : <a className="link clip" href={fileUrl(file.id)} download={name}>{name}</a>}
        {typeof file.size === 'number' && (
          <span className="muted num">{formatBytes(file.size)}</span>
        )}
      </span>
      {kind && (
        <ActionIcon component="a" href={fileUrl(file.id)} download={name}
          aria-label={`${t('files.download')}: ${name}`}>
          <IconDownload size={16} stroke={1.7} />
        </ActionIcon>
      )}
      {opened && kind && (
        <Suspense>
          <FilePreview file={file} kind={kind} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </div>
  );
}
