/** A file over the page: a picture, a PDF, a text, a recording. */
import { Button, Modal } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileUrl, type CrmRecord } from '@/shared/api';
import { ErrorState, SkeletonRows, usePhone } from '@/shared/ui';
import type { PreviewKind } from './preview_kind';

interface Props {
  file: CrmRecord;
  kind: PreviewKind;
  onClose: () => void;
}

export default function FilePreview({ file, kind, onClose }: Props) {
  const { t } = useTranslation('record');
  const phone = usePhone();
  const name = String(file.name ?? '');
  const url = fileUrl(file.id);
  const tall = kind === 'pdf' || kind === 'text';
  return (
    <Modal opened onClose={onClose} title={name} size={tall ? 960 : 'auto'} centered={!tall}
      fullScreen={phone} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <div className="file-preview">
        {kind === 'image' && <img className="file-large" src={url} alt={name} />}
        {kind === 'video' && <video className="file-large" src={url} controls />}
        {kind === 'audio' && <audio src={url} controls />}
        {kind === 'text' && <TextFile url={url} />}
        {kind === 'pdf' && <PdfFile url={url} name={name} />}
      </div>
      <div className="dialog-foot">
        <Button component="a" href={url} download={name} variant="default"
          leftSection={<IconDownload size={16} stroke={1.7} />}>
          {t('files.download')}
        </Button>
      </div>
    </Modal>
  );
}

// A longer text is for another program.
const LONGEST = 200_000;

async function readFile(url: string, range: boolean, signal: AbortSignal) {
  const headers = range ? { Range: `bytes=0-${LONGEST - 1}` } : undefined;
  const answer = await fetch(url, { signal, headers, credentials: 'same-origin' });
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer;
}

function TextFile({ url }: { url: string }) {
  const text = useQuery({
    queryKey: ['file', url, 'text'],
    queryFn: async ({ signal }) => (await readFile(url, true, signal)).text(),
  });
  if (text.error) return <ErrorState error={text.error} onRetry={() => void text.refetch()} />;
  if (text.isPending) return <SkeletonRows rows={8} />;
  return <pre className="file-text-body" tabIndex={0}>{text.data}</pre>;
}

/** The server sends files as attachments, which no frame shows: it is given the bytes instead. */
function PdfFile({ url, name }: { url: string; name: string }) {
  const [source, setSource] = useState<string>();
  const bytes = useQuery({
    queryKey: ['file', url, 'pdf'],
    gcTime: 0,
    queryFn: async ({ signal }) => (await readFile(url, false, signal)).arrayBuffer(),
  });
  useEffect(() => {
    if (!bytes.data) return undefined;
    const made = URL.createObjectURL(new Blob([bytes.data], { type: 'application/pdf' }));
    setSource(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes.data]);
  if (bytes.error) return <ErrorState error={bytes.error} onRetry={() => void bytes.refetch()} />;
  return source ? <iframe className="file-frame" src={source} title={name} />
    : <SkeletonRows rows={8} />;
}
