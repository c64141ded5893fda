/** A file by its name and size; images show themselves. */
import { IconFile, IconFileText, IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fileUrl, type CrmRecord } from '@/shared/api';
import { formatBytes } from './format_bytes';

const PICTURE = /^image\/(png|jpe?g|gif|webp|avif)$/;

const isPicture = (file: CrmRecord) => PICTURE.test(String(file.media_type ?? ''));

const iconOf = (file: CrmRecord) => {
  if (isPicture(file)) return IconPhoto;
  return /^text\/|pdf|word|sheet/.test(String(file.media_type ?? '')) ? IconFileText : IconFile;
};

export function FileLine({ file }: { file: CrmRecord }) {
  const { t } = useTranslation('record');
  const [large, setLarge] = useState(false);
  const name = String(file.name ?? '');
  const Icon = iconOf(file);
  return (
    <div className="file-line">
      {isPicture(file) ? (
        <button type="button" className="file-thumb" aria-label={t('files.preview', { name })}
          onClick={() => setLarge(true)}>
          <img src={fileUrl(file.id)} alt="" loading="lazy" />
        </button>
      ) : <span className="file-thumb"><Icon size={20} stroke={1.5} /></span>}
      <span className="file-text">
        <a className="link clip" href={fileUrl(file.id)} download={name}>{name}</a>
        {typeof file.size === 'number' && (
          <span className="muted num">{formatBytes(file.size)}</span>
        )}
      </span>
      {large && (
        <Modal opened onClose={() => setLarge(false)} title={name} size="auto" centered
          closeButtonProps={{ 'aria-label': t('common:close') }}>
          <img className="file-large" src={fileUrl(file.id)} alt={name} />
        </Modal>
      )}
    </div>
  );
}
