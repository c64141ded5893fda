/** Sends files to the server and ties them to a record. */
import type { LinkValue } from '@/shared/api';
import { sendFiles, useUploads } from './upload_queue';

interface Sender {
  /** Some files of the record are on their way. */
  busy: boolean;
  send: (files: File[]) => void;
}

export function useUpload(of: LinkValue): Sender {
  const busy = useUploads(({ uploads }) =>
    uploads.some((upload) => upload.of.id === of.id && upload.state !== 'failed'));
  return { busy, send: (files) => sendFiles(of, files) };
}
