/** What screens use of the API: hooks, types, the error. */
export * from './cache';
export {
  api, apiUrl, newKey, onConfirmNeeded, onSignedOut, request, setRequestLanguage,
} from './client';
export * from './error';
export { fileUrl, MOST_FILE_BYTES, uploadFile } from './files';
export * from './keys';
export { listen, onTold, sayWhere, type Told } from './live';
export * from './metadata';
export * from './query_client';
export * from './records';
export { saveRecord, type Save } from './save';
export * from './session';
export * from './types';
export { changesToWire, toWire } from './wire';
