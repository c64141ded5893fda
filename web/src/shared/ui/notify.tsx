/** Short messages at the corner: done, failed, done with Undo. */
import { Button } from '@mantine/core';
import { hideNotification, showNotification } from '@mantine/notifications';
import i18next from 'i18next';
import { isApiError } from '../api/error';

const UNDO_MS = 6000;
let count = 0;

export function notify(message: string) {
  showNotification({ message, autoClose: 4000, withBorder: true, color: 'gray' });
}

/** Says what went wrong in the server's words, with the request's id. */
export function notifyError(error: unknown) {
  const known = isApiError(error);
  // Who does not confirm it meets no fault of the program.
  if (!known || error.problem.code !== 'confirm_needed') console.error(error);
  const message = known && !error.isOffline ? error.message : i18next.t(
    known ? 'error.offline' : 'error.title');
  const fields = known ? [...new Set(Object.values(error.fields))] : [];
  showNotification({
    color: 'red',
    withBorder: true,
    autoClose: 10_000,
    message: (
      <>
        {message}
        {fields.map((text) => text !== message && <div key={text}>{text}</div>)}
        {known && error.requestId && <div className="request-id">{error.requestId}</div>}
      </>
    ),
  });
}

/** Says what was done and offers to take it back for six seconds. */
export function notifyUndo(message: string, undo: () => unknown) {
  const id = `undo-${++count}`;
  const act = () => {
    hideNotification(id);
    Promise.resolve(undo()).catch(notifyError);
  };
  showNotification({
    id,
    withBorder: true,
    color: 'gray',
    autoClose: UNDO_MS,
    message: (
      <span style={{ display: 'flex', alignItems: 'center', gap: 12 }}>
        <span style={{ flex: 1 }}>{message}</span>
        <Button size="compact-sm" variant="subtle" onClick={act}>{i18next.t('undo')}</Button>
      </span>
    ),
  });
}
