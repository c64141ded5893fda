/** What the person has done this month, beside the month before. */
import { useTranslation } from 'react-i18next';
import { moneySumText, useAggregate, type AggregateBody } from '@/engine/list/aggregate';
import { useMetadata, type Filter } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';

const mine: Filter = { field: 'owner', op: 'eq', value: 'me' };

interface Measure {
  key: string;
  entity: string;
  /** By which field it falls into a month. */
  when: string;
  filter?: Filter;
  sum?: string;
}

function useMeasures(): Measure[] {
  const { pipelines, entities } = useMetadata();
  const won = pipelines.flatMap(({ stages }) => stages)
    .filter(({ kind }) => kind === 'won').map(({ key }) => key);
  const done: Filter = { field: 'status', op: 'eq', value: 'done' };
  const all: Measure[] = [
    { key: 'won', entity: 'deals', when: 'closed_at', sum: 'amount',
      filter: { field: 'stage', op: 'in', value: [...new Set(won)] } },
    { key: 'newDeals', entity: 'deals', when: 'created_at' },
    { key: 'calls', entity: 'calls', when: 'starts_at', filter: done },
    { key: 'meetings', entity: 'meetings', when: 'starts_at', filter: done },
    { key: 'tasks', entity: 'tasks', when: 'completed_at', filter: done },
  ];
  return all.filter(({ entity }) => entities[entity]);
}

export default function Kpi() {
  const { t } = useTranslation('home');
  const measures = useMeasures();
  return (
    <section className="home-card">
      <header className="home-head"><h2>{t('widget.kpi')}</h2></header>
      <table className="home-kpi">
        <thead>
          <tr>
            <td />
            <th scope="col">{t('thisMonth')}</th>
            <th scope="col">{t('lastMonth')}</th>
          </tr>
        </thead>
        <tbody>
          {measures.map((measure) => <Line key={measure.key} measure={measure} />)}
        </tbody>
      </table>
    </section>
  );
}

function useMonth({ entity, when, filter, sum }: Measure, period: string) {
  const body: AggregateBody = {
    filter: { all: [
      mine, { field: when, op: 'during', value: period }, ...(filter ? [filter] : []),
    ] },
    measures: sum ? [{ fn: 'sum', field: sum }] : [],
  };
  const { data } = useAggregate(entity, body);
  if (!data) return undefined;
  const group = data.groups[0];
  const text = sum && moneySumText(group?.[`sum_${sum}`], true);
  return { count: group?.count ?? 0, text: text || formatNumber(group?.count ?? 0) };
}

function Line({ measure }: { measure: Measure }) {
  const { t } = useTranslation('home');
  const now = useMonth(measure, 'this_month');
  const before = useMonth(measure, 'last_month');
  const most = Math.max(1, now?.count ?? 0, before?.count ?? 0);
  return (
    <tr>
      <th scope="row">
        {t(`kpi.${measure.key}`)}
        <span className="home-meter" aria-hidden>
          <span style={{ width: `${((now?.count ?? 0) / most) * 100}%` }} />
        </span>
      </th>
      <td className="num">{now?.text ?? '…'}</td>
      <td className="num muted">{before?.text ?? '…'}</td>
    </tr>
  );
}
