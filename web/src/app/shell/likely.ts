/** What is likely to be opened next, fetched with its words while the page rests. */
import i18next from 'i18next';
import { screens } from '../screens';

const WORDS = ['record', 'timeline', 'board'];

export function loadLikely() {
  const next = [
    screens.record.load(), import('@/engine/record/RecordPage'), import('@/engine/kanban/Board'),
    i18next.loadNamespaces(WORDS),
  ];
  // What could not be fetched now is asked for again when it is opened.
  void Promise.allSettled(next);
}
