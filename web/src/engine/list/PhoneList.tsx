/** A list on a phone: rows of two lines. A long press begins a selection. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useNavigate } from '@tanstack/react-router';
import { memo, useEffect, useMemo, useRef, type MouseEvent, type PointerEvent } from 'react';
import { IconCircleCheckFilled } from '@tabler/icons-react';
import { displayValue, valueText } from '@/engine/fields';
import {
  titleOf,
  useMetadata,
  valueAt,
  type CrmRecord,
  type Entity,
  type Field,
  type LinkValue,
  type Metadata,
  type MoneyValue,
} from '@/shared/api';
import { useWindowedList } from '@/shared/api/windows';
import { formatMoneyShort } from '@/shared/i18n/format';
import { formatRelativeDay } from '@/shared/i18n/relative';
import { Avatar, ErrorState, SkeletonRows } from '@/shared/ui';
import { columnsOf } from '../grid/columns';
import { useSelection } from '../grid/selection';
import { lastOffset, rememberOffset } from '../views/last_state';
import type { ListControl } from '../views/use_list_state';
import { BulkBar } from './BulkBar';
import { ListEmpty } from './ListEmpty';
import { listQuery } from './list_query';
import { notesOf, partsOf, type Parts } from './row_parts';

const ROW = 68;
const HOLD_MS = 450;

export default function PhoneList({ list }: { list: ListControl }) {
  const metadata = useMetadata();
  const navigate = useNavigate();
  const { entity, state, search } = list;
  const { filter, sort, columns } = state;
  const query = useMemo(
    () => listQuery(entity, { filter, sort, columns }, search.q),
    [entity, filter, sort, columns, search.q],
  );
  const found = useWindowedList(entity.name, query);
  const { rows, see } = found;
  const parts = useMemo(
    () => partsOf(metadata, entity, state.columns),
    [metadata, entity, state.columns],
  );
  const selecting = useSelection();
  const box = useRef<HTMLDivElement>(null);
  const key = JSON.stringify([entity.name, query.filter, query.q, query.sort]);
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 8,
    initialOffset: () => lastOffset(key),
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => see(first, last), [see, first, last]);
  const hold = useHold((id) => selecting.toggle(id));

  const tap = (event: MouseEvent) => {
    const id = (event.target as Element).closest<HTMLElement>('[data-id]')?.dataset.id;
    if (!id || hold.took()) return;
    if (selecting.count > 0) selecting.toggle(id);
    else void navigate({ to: '/o/$entity/$id', params: { entity: entity.name, id } });
  };

  if (found.pending)
    return (
      <div className="list-body">
        <SkeletonRows rows={10} />
      </div>
    );
  if (found.error && rows.count === 0) {
    return <ErrorState error={found.error} onRetry={found.retry} />;
  }
  if (rows.count === 0)
    return (
      <div className="list-body">
        <ListEmpty list={list} />
      </div>
    );
  return (
    <>
      <div
        ref={box}
        className={found.stale ? 'phone-list stale' : 'phone-list'}
        onScroll={(event) => rememberOffset(key, event.currentTarget.scrollTop)}
        onClick={tap}
        {...hold.handlers}
      >
        <div style={{ height: virtual.getTotalSize() }}>
          <div style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}>
            {items.map(({ index }) => {
              const record = rows.at(index);
              if (!record) return <div key={index} className="phone-row" aria-busy />;
              return (
                <Row
                  key={record.id}
                  entity={entity}
                  metadata={metadata}
                  record={record}
                  parts={parts}
                  selected={selecting.selection.ids.has(record.id)}
                />
              );
            })}
          </div>
        </div>
      </div>
      {selecting.count > 0 && (
        <BulkBar
          entity={entity}
          rows={rows.held}
          columns={columnsOf(metadata, entity, state.columns, {})}
          query={query}
          selecting={selecting}
          hasMore={!rows.complete || rows.held.length < rows.count}
        />
      )}
    </>
  );
}

interface RowProps {
  entity: Entity;
  metadata: Metadata;
  record: CrmRecord;
  parts: Parts;
  selected: boolean;
}

const Row = memo(function Row({ entity, metadata, record, parts, selected }: RowProps) {
  const text = (field: Field) =>
    valueText(valueAt(record, field.name), { field, metadata, record });
  const owner = parts.owner && (valueAt(record, parts.owner.name) as LinkValue | null);
  const amount = parts.figure && (valueAt(record, parts.figure.name) as MoneyValue | null);
  const day = parts.date && valueAt(record, parts.date.name);
  const figure = amount
    ? formatMoneyShort(amount)
    : typeof day === 'string'
      ? formatRelativeDay(day)
      : null;
  const note = notesOf(parts).map(text).find(Boolean);
  const { mark } = parts;
  return (
    <button
      type="button"
      className={parts.owner ? 'phone-row' : 'phone-row no-face'}
      data-id={record.id}
      aria-pressed={selected || undefined}
    >
      {selected ? (
        <IconCircleCheckFilled size={32} color="var(--primary)" style={{ gridRow: '1 / 3' }} />
      ) : (
        parts.owner && <Avatar name={owner?.name} size={32} />
      )}
      <span className="phone-title clip">{titleOf(entity, record)}</span>
      <span className="phone-figure num">{figure}</span>
      <span className="phone-note clip">{note}</span>
      <span className="phone-mark clip">
        {mark && displayValue(valueAt(record, mark.name), { field: mark, metadata, record })}
      </span>
    </button>
  );
});

/** A press that lasts: which row, and whether the tap that ends it counts no more. */
function useHold(act: (id: string) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const taken = useRef(false);
  const stop = () => clearTimeout(timer.current);
  return {
    took: () => taken.current,
    handlers: {
      onPointerDown: (event: PointerEvent) => {
        taken.current = false;
        const id = (event.target as Element).closest<HTMLElement>('[data-id]')?.dataset.id;
        if (!id) return;
        timer.current = setTimeout(() => {
          taken.current = true;
          act(id);
        }, HOLD_MS);
      },
      onPointerUp: stop,
      onPointerCancel: stop,
      onPointerMove: stop,
      onContextMenu: (event: MouseEvent) => event.preventDefault(),
    },
  };
}
