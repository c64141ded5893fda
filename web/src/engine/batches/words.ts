/** A batch in words: what it does, how far it is, what came of it. */
import type { TFunction } from 'i18next';
import type { Metadata } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import { isMoving, type Batch } from './batches';

type Translate = TFunction<'batches'>;

/** «Контакты: Ответственный», «Сделки: удаление». */
export function deedOf(t: Translate, metadata: Metadata, batch: Batch): string {
  if (batch.hand_over) {
    const { from, to } = batch.hand_over;
    return t('handOver', { from: from.name, to: to.name });
  }
  const entity = metadata.entities[batch.entity];
  const labels = batch.fields.map(
    (name) => entity?.fields.find((field) => field.name === name)?.label ?? name);
  const what = batch.delete ? t('deletion') : labels.join(', ');
  return `${entity?.labels.many ?? batch.entity}: ${what}`;
}

export function outcomeOf(t: Translate, batch: Batch): string {
  if (isMoving(batch)) {
    if (batch.total === 0) return t('state.waiting');
    const so = { done: formatNumber(batch.done), total: formatNumber(batch.total) };
    return t(batch.state === 'undoing' ? 'undoing' : 'progress', so);
  }
  if (batch.state === 'undone') {
    return [
      t('putBack', { count: batch.put_back }),
      batch.kept > 0 && t('kept', { count: batch.kept }),
    ].filter(Boolean).join(' · ');
  }
  return [
    batch.state === 'cancelled' && t('state.cancelled'),
    batch.state === 'failed' && (batch.error ?? t('state.failed')),
    t(batch.delete ? 'deleted' : 'changed', { count: batch.changed }),
    batch.unchanged > 0 && t('unchanged', { count: batch.unchanged }),
    batch.refused > 0 && t('refused', { count: batch.refused }),
  ].filter(Boolean).join(' · ');
}
