/** Which days a calendar shows: earlier, later, today, and how many at once. */
import { ActionIcon, Button } from '@mantine/core';
import { IconCalendarDot, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useHotkey } from '@/shared/hotkeys';
import { Segmented } from '@/shared/ui';
import { SPANS, stepOf, today, type Span } from './days';
import { spanName } from './words';

interface Props {
  span: Span;
  day: string;
  days: string[];
  phone: boolean;
  onGo: (to: { span?: Span; day?: string }) => void;
  children?: ReactNode;
}

const KEYS: { [span in Span]: string } = { day: 'Digit1', week: 'Digit2', month: 'Digit3' };

export function CalendarBar({ span, day, days, phone, onGo, children }: Props) {
  const { t } = useTranslation('calendar');
  const step = phone && span !== 'day' ? 'week' : span;
  const go = (by: 1 | -1) => onGo({ day: stepOf(step, day, by) });
  const group = t('title');
  useHotkey('KeyT', () => onGo({ day: today() }), { label: t('today'), group });
  useHotkey('KeyJ', () => go(1), { label: t('next'), group });
  useHotkey('KeyK', () => go(-1), { label: t('previous'), group });
  useHotkey(KEYS.day, () => onGo({ span: 'day' }), { label: t('span.day'), group });
  useHotkey(KEYS.week, () => onGo({ span: 'week' }), { label: t('span.week'), group });
  useHotkey(KEYS.month, () => onGo({ span: 'month' }), { label: t('span.month'), group });
  const kinds: { value: Span; label: string }[] = phone
    ? [{ value: 'week', label: t('span.agenda') }, { value: 'day', label: t('span.day') }]
    : SPANS.map((value) => ({ value, label: t(`span.${value}`) }));
  return (
    <div className="cal-bar">
      <ActionIcon aria-label={t('previous')} onClick={() => go(-1)}>
        <IconChevronLeft size={18} stroke={1.7} />
      </ActionIcon>
      <ActionIcon aria-label={t('next')} onClick={() => go(1)}>
        <IconChevronRight size={18} stroke={1.7} />
      </ActionIcon>
      <h2 className="cal-title clip" aria-live="polite">
        {spanName(phone && span === 'week' ? 'month' : span, days, day)}
      </h2>
      {phone ? (
        <ActionIcon aria-label={t('today')} onClick={() => onGo({ day: today() })}>
          <IconCalendarDot size={20} stroke={1.6} />
        </ActionIcon>
      ) : (
        <Button size="compact-sm" variant="default" flex="none"
          onClick={() => onGo({ day: today() })}>
          {t('today')}
        </Button>
      )}
      <div className="cal-bar-right">
        {children}
        <Segmented size="xs" aria-label={t('span.label')}
          value={phone && span === 'month' ? 'week' : span} data={kinds}
          onChange={(value) => onGo({ span: value })} />
      </div>
    </div>
  );
}
