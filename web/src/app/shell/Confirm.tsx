/** Asks for the password again when the server wants that before it does something. */
import { lazy, Suspense, useEffect, useState } from 'react';
import { onConfirmNeeded } from '@/shared/api';

const ConfirmDialog = lazy(() => import('@/modules/session/ConfirmDialog'));

type Answer = (confirmed: boolean) => void;

export function Confirm() {
  // Several requests may wait for one answer.
  const [waiting, setWaiting] = useState<Answer[]>([]);
  useEffect(() => {
    onConfirmNeeded(() => new Promise((answer) => setWaiting((others) => [...others, answer])));
    return () => onConfirmNeeded(() => Promise.resolve(false));
  }, []);
  if (waiting.length === 0) return null;
  const answer = (confirmed: boolean) => {
    setWaiting([]);
    for (const each of waiting) each(confirmed);
  };
  return (
    <Suspense>
      <ConfirmDialog onAnswer={answer} />
    </Suspense>
  );
}
