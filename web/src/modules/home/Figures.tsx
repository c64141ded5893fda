/** Four figures of the day: what is late, what is due, what is open, what was won this month. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { moneySumText, useAggregate, type AggregateGroup } from '@/engine/list/aggregate';
import { useMetadata, type Entity, type Filter } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import type { useAgenda } from './agenda';

interface Props {
  agenda: ReturnType<typeof useAgenda>;
  deals: Entity | undefined;
}

export function Figures({ agenda, deals }: Props) {
  const { t } = useTranslation('home');
  const late = agenda.activities.filter((activity) => activity.late).length;
  const waiting = agenda.pending;
  return (
    <div className="home-figures">
      <Figure label={t('late')} value={waiting ? undefined : formatNumber(late)} alarm={late > 0} />
      <Figure label={t('due')}
        value={waiting ? undefined : formatNumber(agenda.activities.length - late)} />
      {deals && <DealFigures deals={deals} />}
    </div>
  );
}

/** A filter of the person's own deals that stand at stages of a kind. */
function useOwnDeals(kind: 'open' | 'won', more: Filter[] = []) {
  const { pipelines } = useMetadata();
  const keys = pipelines.flatMap(({ stages }) => stages)
    .filter((stage) => stage.kind === kind).map(({ key }) => key);
  const filter: Filter = {
    all: [
      { field: 'owner', op: 'eq', value: 'me' },
      { field: 'stage', op: 'in', value: [...new Set(keys)] }, ...more,
    ],
  };
  const found = useAggregate('deals', { filter, measures: [{ fn: 'sum', field: 'amount' }] });
  const none: AggregateGroup = { count: 0 };
  return { filter, group: found.data ? (found.data.groups[0] ?? none) : undefined };
}

function DealFigures({ deals }: { deals: Entity }) {
  const { t } = useTranslation('home');
  const open = useOwnDeals('open');
  const won = useOwnDeals('won', [{ field: 'closed_at', op: 'during', value: 'this_month' }]);
  const link = (filter: Filter, value: ReactNode) => (
    <Link to="/o/$entity" params={{ entity: deals.name }} search={{ kind: 'table', filter }}>
      {value}
    </Link>
  );
  const words = (group: AggregateGroup | undefined) =>
    group && (moneySumText(group.sum_amount, true) || formatNumber(group.count));
  // Where there is no sum, the figure is the count already.
  const note = (group: AggregateGroup | undefined) =>
    (group && moneySumText(group.sum_amount, true)
      ? t('deals', { count: group.count }) : undefined);
  return (
    <>
      <Figure label={t('open')} note={note(open.group)}
        value={open.group && link(open.filter, words(open.group))} />
      <Figure label={t('won')} note={note(won.group)}
        value={won.group && link(won.filter, words(won.group))} />
    </>
  );
}

interface FigureProps {
  label: string;
  value: ReactNode;
  note?: string;
  alarm?: boolean;
}

const Figure = ({ label, value, note, alarm }: FigureProps) => (
  <div className="home-card home-figure">
    <div className="muted">{label}</div>
    <div className={alarm ? 'home-value num late' : 'home-value num'}>{value ?? '…'}</div>
    {note && <div className="faint num">{note}</div>}
  </div>
);
