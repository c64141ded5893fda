/** The person's open deals by stage: how many, worth how much; each leads to the list of them. */
import { Button } from '@mantine/core';
import { IconCurrencyDollar } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { amountsOf, moneySumText, useAggregate } from '@/engine/list/aggregate';
import { useMetadata, type Entity, type Filter } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import { EmptyState, hue, SkeletonRows } from '@/shared/ui';

const mine: Filter = { field: 'owner', op: 'eq', value: 'me' };

export function Deals({ entity }: { entity: Entity }) {
  const { t } = useTranslation('home');
  const { pipelines, currency } = useMetadata();
  const all = pipelines.flatMap((pipeline) => pipeline.stages);
  const stages = [
    ...new Map(
      all.filter(({ kind }) => kind === 'open').map((stage) => [stage.key, stage]),
    ).values(),
  ];
  const open: Filter = {
    all: [mine, { field: 'stage', op: 'in', value: stages.map(({ key }) => key) }],
  };
  const found = useAggregate(entity.name, {
    filter: open,
    group_by: ['stage'],
    measures: [{ fn: 'sum', field: 'amount' }],
    limit: 200,
  });
  const groups = new Map(found.data?.groups.map((group) => [group.stage, group]));
  const rows = stages.map((stage) => {
    const group = groups.get(stage.key);
    const amounts = amountsOf(group?.sum_amount);
    const usual = amounts.find((money) => money.currency === currency) ?? amounts[0];
    return {
      stage,
      count: group?.count ?? 0,
      size: Number(usual?.amount ?? 0),
      sum: moneySumText(group?.sum_amount, true),
    };
  });
  // Of deals without amounts the bars compare how many there are.
  const worth = rows.some(({ size }) => size > 0);
  const weight = (row: (typeof rows)[number]) => (worth ? row.size : row.count);
  const most = Math.max(1, ...rows.map(weight));
  const count = rows.reduce((total, row) => total + row.count, 0);
  return (
    <section className="home-card">
      <header className="home-head">
        <h2>{t('myDeals')}</h2>
        <Link
          className="link"
          to="/o/$entity"
          params={{ entity: entity.name }}
          search={{ kind: 'kanban', filter: { all: [mine] } }}
        >
          {t('toBoard')}
        </Link>
      </header>
      {found.isPending && <SkeletonRows rows={4} />}
      {found.data && count === 0 && (
        <EmptyState icon={<IconCurrencyDollar size={48} stroke={1.2} />} title={t('noDeals')}>
          {entity.rights.create && (
            <Button variant="default" onClick={() => openQuickCreate(entity.name)}>
              {entity.labels.new}
            </Button>
          )}
        </EmptyState>
      )}
      {count > 0 && (
        <ul className="home-stages">
          {rows.map((row) => (
            <li key={row.stage.key} style={hue(row.stage.color)}>
              <Link
                to="/o/$entity"
                params={{ entity: entity.name }}
                search={{
                  kind: 'table',
                  filter: { all: [mine, { field: 'stage', op: 'in', value: [row.stage.key] }] },
                }}
              >
                <span className="clip">{row.stage.label}</span>
                <span className="muted num">{formatNumber(row.count)}</span>
                <span className="home-sum num">{row.sum || '—'}</span>
                <span
                  className="home-bar"
                  style={{ width: `${(weight(row) / most) * 100}%` }}
                  aria-hidden
                />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
