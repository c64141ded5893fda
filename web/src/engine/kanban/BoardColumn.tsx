/** One column of a board: its cards are read page by page, and only those in sight are drawn. */
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import {
  useMetadata,
  useRecordList,
  type CrmRecord,
  type Entity,
  type ListQuery,
} from '@/shared/api';
import { ErrorState, hue, SkeletonBar } from '@/shared/ui';
import type { Parts } from '../list/row_parts';
import type { BoardColumnInfo } from './board_columns';
import { Card, CARD } from './Card';
import { ColumnHead } from './ColumnHead';
import type { ColumnFigures } from './figures';

const CARD_HEIGHT = 96;
const NEAR_END = 8;

export interface BoardColumnProps {
  entity: Entity;
  column: BoardColumnInfo;
  query: ListQuery;
  figures: ColumnFigures | undefined;
  parts: Parts;
  /** Cards that have just come from other columns. */
  strays: CrmRecord[] | undefined;
  movable: boolean;
  phone: boolean;
  selected: ReadonlySet<string>;
  /** How many cards go when this one is dragged. */
  together: (id: string) => number;
  /** Makes a new record in a column; none: the person may not. */
  onAdd: ((column: BoardColumnInfo) => void) | undefined;
  onFold: (column: string) => void;
}

/** Drawn anew only when something of its own changes: a card that moves concerns two columns. */
export const BoardColumn = memo(function BoardColumn(props: BoardColumnProps) {
  const { entity, column, parts, strays, movable, phone, onAdd } = props;
  const { t } = useTranslation('board');
  const metadata = useMetadata();
  const found = useRecordList(entity.name, props.query);
  const field = entity.board!.field;
  const cards = useMemo(() => {
    const read = found.data?.pages.flatMap((page) => page.items) ?? [];
    return [...(strays ?? []), ...read.filter((record) => record[field] === column.key)];
  }, [found.data, strays, field, column.key]);
  const box = useRef<HTMLDivElement>(null);
  const over = useDropTarget(box, column.key, !phone);

  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => box.current,
    estimateSize: () => CARD_HEIGHT,
    getItemKey: (index) => cards[index]!.id,
    gap: 8,
    overscan: 3,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= cards.length - NEAR_END) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, cards.length]);

  return (
    <section
      className={over ? 'board-column over' : 'board-column'}
      style={hue(column.color)}
      data-column={column.key}
      aria-label={column.label}
    >
      {!phone && (
        <ColumnHead entity={entity} column={column} figures={props.figures}
          onAdd={onAdd && (() => onAdd(column))} onFold={() => props.onFold(column.key)} />
      )}
      <div className="board-cards" ref={box}>
        {found.isPending && <CardSkeletons />}
        {found.error && !found.data && (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        )}
        {found.data && cards.length === 0 && <div className="board-none faint">{t('noCards')}</div>}
        <div
          className={found.isPlaceholderData ? 'board-room stale' : 'board-room'}
          role="list"
          style={{ height: virtual.getTotalSize() }}
        >
          {items.map(({ index, key, start }) => (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className="board-place"
              style={{ top: start }}
            >
              <Card
                entity={entity}
                metadata={metadata}
                record={cards[index]!}
                parts={parts}
                open={column.open}
                movable={movable}
                drag={!phone}
                selected={props.selected.has(cards[index]!.id)}
                together={props.together}
              />
            </div>
          ))}
        </div>
      </div>
    </section>
  );
});

function CardSkeletons() {
  return [78, 60, 70].map((width) => (
    <div key={width} className="card card-skeleton" aria-hidden>
      <SkeletonBar width={`${width}%`} />
      <SkeletonBar width="45%" />
      <SkeletonBar width="60%" />
    </div>
  ));
}

/** Takes cards that are dragged over it, and scrolls by itself near its ends. */
function useDropTarget(box: RefObject<HTMLDivElement | null>, key: string, on: boolean) {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = box.current;
    if (!element || !on) return undefined;
    const isCard = (data: { [key: string | symbol]: unknown }) => data.kind === CARD;
    const drop = dropTargetForElements({
      element: element.parentElement!,
      getData: () => ({ column: key }),
      canDrop: ({ source }) => isCard(source.data),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
    const scroll = autoScrollForElements({
      element,
      canScroll: ({ source }) => isCard(source.data),
    });
    return () => {
      drop();
      scroll();
    };
  }, [box, key, on]);
  return over;
}
