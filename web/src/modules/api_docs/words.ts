/** Words of the contract in the person's language; what has none yet stays as the server says. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';

/** "A page of records" → "aPageOfRecords", the key of its translation. */
export const keyOf = (text: string) =>
  text.replace(/[’']/g, '').replace(/[^A-Za-z0-9]+(\w?)/g, (_, next: string) => next.toUpperCase())
    .replace(/^./, (first) => first.toLowerCase());

export const said = (t: TFunction, text: string) =>
  (text ? t(`said.${keyOf(text)}`, { defaultValue: text }) : '');

/** Name of a group: the entity's own, or that of an area. */
export function useGroupLabel() {
  const { t } = useTranslation('api_docs');
  const { entities } = useMetadata();
  return (key: string) => entities[key]?.labels.many ?? t(`area.${key}`, { defaultValue: key });
}
