/** A list as a map: its filter and search, by an address; who has no place is named beside it. */
import './map.css';
import { CloseButton, NativeSelect } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  titleOf, useMetadata, valueAt, type CrmRecord, type Field,
} from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import { EmptyState, ErrorState, SkeletonRows, usePhone } from '@/shared/ui';
import type { ListControl } from '../views/use_list_state';
import { placeFields, pointsOf, type Point } from './places';
import { MOST, useMapRecords } from './use_map_records';

const RecordMap = lazy(() => import('./RecordMap'));

export default function MapView({ list }: { list: ListControl }) {
  const { t } = useTranslation('map');
  const metadata = useMetadata();
  const fields = placeFields(metadata, list.entity);
  const field = fields.find(({ name }) => name === list.state.by) ?? fields[0];
  if (!field) return <EmptyState title={t('noAddress')} />;
  return <Placed list={list} field={field} fields={fields} />;
}

function Placed({ list, field, fields }: { list: ListControl; field: Field; fields: Field[] }) {
  const { t } = useTranslation('map');
  const navigate = useNavigate();
  const phone = usePhone();
  const { entity, state, search } = list;
  const [place, setPlace] = useState<Point[]>();
  const found = useMapRecords(list, field);
  const { points, lost } = useMemo(
    () => pointsOf(entity, field.name, found.records), [entity, field.name, found.records]);
  const open = ({ id }: CrmRecord) => {
    if (phone) void navigate({ to: '/o/$entity/$id', params: { entity: entity.name, id } });
    else list.open({ entity: entity.name, id });
  };
  if (found.error && found.records.length === 0) {
    return <ErrorState error={found.error} onRetry={found.retry} />;
  }
  const question = JSON.stringify([entity.name, field.name, state.filter, search.q]);
  const rough = points.filter((point) => point.rough).length;
  return (
    <div className="map">
      <div className="map-main">
        <Suspense fallback={<SkeletonRows rows={10} />}>
          <RecordMap points={points} question={question} label={entity.labels.many}
            onPoint={({ record }) => open(record)} onPlace={setPlace} />
        </Suspense>
      </div>
      <aside className="map-side" aria-label={t('beside')} aria-busy={found.pending || undefined}>
        <div className="map-count">
          <strong>{t('shown', { count: points.length })}</strong>
          {rough > 0 && <div>{t('rough', { count: rough })}</div>}
          {found.more && <div role="status">{t('tooMany', { most: formatNumber(MOST) })}</div>}
          {fields.length > 1 && (
            <NativeSelect size="xs" mt={8} value={field.name} aria-label={t('by')}
              data={fields.map(({ name, label }) => ({ value: name, label }))}
              onChange={(event) => list.set({ by: event.currentTarget.value })} />
          )}
        </div>
        {place && (
          <Rows title={t('here', { count: place.length })} records={place.map((one) => one.record)}
            list={list} field={field} onOpen={open} onClose={() => setPlace(undefined)} />
        )}
        <Lost list={list} field={field} unknown={lost} empty={found.empty}
          count={found.emptyCount} onOpen={open} />
      </aside>
    </div>
  );
}

interface LostProps {
  list: ListControl;
  field: Field;
  /** With an address, of which neither the place nor the city is known. */
  unknown: CrmRecord[];
  /** The first ones without an address. */
  empty: CrmRecord[];
  count: number | undefined;
  onOpen: (record: CrmRecord) => void;
}

function Lost({ list, field, unknown, empty, count = 0, onOpen }: LostProps) {
  const { t } = useTranslation('map');
  return (
    <>
      {unknown.length > 0 && (
        <Rows title={t('unknown', { count: unknown.length })} records={unknown.slice(0, 50)}
          list={list} field={field} onOpen={onOpen} more={unknown.length - 50} />
      )}
      {count > 0 && (
        <Rows title={t('without', { count })} records={empty} list={list} field={field}
          onOpen={onOpen} more={count - empty.length} />
      )}
    </>
  );
}

interface RowsProps {
  title: string;
  records: CrmRecord[];
  list: ListControl;
  field: Field;
  /** How many there are beside those listed. */
  more?: number;
  onOpen: (record: CrmRecord) => void;
  onClose?: () => void;
}

function Rows({ title, records, list, field, more = 0, onOpen, onClose }: RowsProps) {
  const { t } = useTranslation('map');
  const line = (record: CrmRecord) => {
    const address = valueAt(record, field.name) as { city?: string; street?: string } | null;
    return [address?.city, address?.street].filter(Boolean).join(', ');
  };
  return (
    <section>
      <h2>
        {title}
        {onClose && <CloseButton size="sm" aria-label={t('common:close')} onClick={onClose} />}
      </h2>
      <ul>
        {records.map((record) => (
          <li key={record.id}>
            <button type="button" className="map-row" onClick={() => onOpen(record)}>
              {titleOf(list.entity, record)}
              <small>{line(record)}</small>
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && <p>{t('andMore', { count: more })}</p>}
    </section>
  );
}
