/** A calendar day. The calendar itself is loaded when first needed. */
import { lazy, Suspense } from 'react';
import { formatDate } from '@/shared/i18n/format';
import { parseDate } from '@/shared/i18n/parse';
import { SkeletonBar } from '@/shared/ui';
import type { EditorProps, FieldTypeUi } from '../field_type';

const DateControl = lazy(() => import('./DateControl'));

const DateEditor = (props: EditorProps<string>) => (
  <Suspense fallback={<SkeletonBar height="var(--control)" />}>
    <DateControl {...props} />
  </Suspense>
);

export const date: FieldTypeUi<string> = {
  display: (value) => <span className="num">{formatDate(value)}</span>,
  Editor: DateEditor,
  parse: (typed) => (typed.trim() ? parseDate(typed) : null),
  toText: (value) => value,
  filter: 'date',
  width: 130,
};
