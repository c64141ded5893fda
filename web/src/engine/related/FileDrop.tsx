/** A place where files may be dropped; they are tied to the record. */
import { IconUpload } from '@tabler/icons-react';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type LinkValue } from '@/shared/api';
import { mayCompose } from '../timeline/composer/kinds';
import { UploadList } from './UploadList';
import { useUpload } from './use_upload';

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');

export function FileDrop({ of, children }: { of: LinkValue; children: ReactNode }) {
  const { t } = useTranslation('record');
  const { entities } = useMetadata();
  const upload = useUpload(of);
  const [over, setOver] = useState(false);
  // Leaving one child for another is not leaving the place.
  const depth = useRef(0);
  if (!mayCompose(entities.files, of.entity)) return children;
  const leave = () => {
    depth.current = 0;
    setOver(false);
  };
  return (
    <div
      className="file-drop"
      onDragEnter={(event) => {
        if (!carriesFiles(event)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragLeave={() => {
        depth.current -= 1;
        if (depth.current <= 0) leave();
      }}
      onDragOver={(event) => carriesFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        leave();
        upload.send([...event.dataTransfer.files]);
      }}
    >
      {children}
      <UploadList of={of} />
      {over && (
        <div className="file-over">
          <IconUpload size={32} stroke={1.4} />
          {t('files.drop')}
        </div>
      )}
    </div>
  );
}
