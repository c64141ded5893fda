/** Overdue, today, planned or nothing planned: a mark whose shape and colour both say which. */
import { IconAlertCircle, IconCircleDashed, IconCircleDot, IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatRelative } from '@/shared/i18n/relative';
import { nextActivity } from './next_activity';

const LOOKS = {
  overdue: { Icon: IconAlertCircle, color: 'var(--red)' },
  today: { Icon: IconCircleDot, color: 'var(--green)' },
  planned: { Icon: IconClock, color: 'var(--tx3)' },
  none: { Icon: IconCircleDashed, color: 'var(--orange)' },
};

export function ActivityMark({ at }: { at: unknown }) {
  const { t } = useTranslation('board');
  const state = nextActivity(at);
  const { Icon, color } = LOOKS[state];
  const when = typeof at === 'string' && at ? `: ${formatRelative(at)}` : '';
  const words = t(`activity.${state}`) + when;
  return (
    <span className="activity-mark" style={{ color }} title={words} role="img" aria-label={words}>
      <Icon size={16} stroke={1.9} />
    </span>
  );
}
