/** The first records of a saved view; its name leads to all of them. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { displayValue, valueText } from '@/engine/fields';
import { useAggregate } from '@/engine/list/aggregate';
import { listQuery } from '@/engine/list/list_query';
import { partsOf } from '@/engine/list/row_parts';
import { useSavedViews } from '@/engine/views/saved_views';
import { baseState, type SavedView } from '@/engine/views/view_state';
import {
  fetchPage, keys, titleOf, useMetadata, valueAt, type CrmRecord, type Entity, type Field,
} from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import { ErrorState, SkeletonRows } from '@/shared/ui';

const SHOWN = 6;

export default function ViewWidget({ view: id, entity: name }: { view: string; entity: string }) {
  const { t } = useTranslation('home');
  const entity = useMetadata().entities[name];
  const { views, known } = useSavedViews(name);
  const view = views.find((one) => one.id === id);
  if (entity && view) return <Rows entity={entity} view={view} />;
  return (
    <section className="home-card">
      {known ? <p className="home-none muted">{t('viewGone')}</p> : <SkeletonRows rows={4} />}
    </section>
  );
}

function Rows({ entity, view }: { entity: Entity; view: SavedView }) {
  const { t } = useTranslation('home');
  const metadata = useMetadata();
  const { query, parts } = useMemo(() => {
    const state = baseState(metadata, entity, view);
    return { query: listQuery(entity, state), parts: partsOf(metadata, entity, state.columns) };
    // The view is made anew by each reading; what it says is in its definition.
  }, [metadata, entity, view.id, view.version]);
  const found = useQuery({
    queryKey: [...keys.lists(entity.name), 'widget', query],
    queryFn: async ({ signal }) => ({
      pages: [await fetchPage(entity.name, { ...query, limit: SHOWN }, null, signal)],
      pageParams: [null],
    }),
  });
  const total = useAggregate(entity.name, { filter: query.filter, measures: [] });
  const count = total.data && (total.data.groups[0]?.count ?? 0);
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="home-card">
      <header className="home-head">
        <h2 className="clip">{view.name}</h2>
        <Link className="link num" to="/o/$entity" params={{ entity: entity.name }}
          search={{ view: view.id }}>
          {count === undefined ? t('all') : t('allOf', { number: formatNumber(count) })}
        </Link>
      </header>
      {found.isPending && <SkeletonRows rows={4} />}
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && rows.length === 0 && <p className="home-none muted">{t('nothingThere')}</p>}
      <ul className="home-list">
        {rows.map((record) => (
          <li key={record.id}>
            <Link className="home-row" to="/o/$entity/$id"
              params={{ entity: entity.name, id: record.id }}>
              <span className="home-row-name clip">{titleOf(entity, record)}</span>
              <Told record={record} field={parts.mark} shown />
              <Told record={record} field={parts.figure ?? parts.date} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Told({ record, field, shown }: { record: CrmRecord; field?: Field; shown?: boolean }) {
  const metadata = useMetadata();
  if (!field) return null;
  const value = valueAt(record, field.name);
  const context = { field, metadata, record };
  return (
    <span className="home-kind num">
      {shown ? displayValue(value, context) : valueText(value, context)}
    </span>
  );
}
