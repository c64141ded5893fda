/** The board of an entity: a column for each stage or status, cards that move between them. */
import './board.css';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { SegmentedControl } from '@mantine/core';
import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '@tanstack/react-router';
import { findCached, useMetadata, type Field } from '@/shared/api';
import { useHotkey } from '@/shared/hotkeys';
import { EmptyState, usePhone } from '@/shared/ui';
import { useAggregate } from '../list/aggregate';
import { partsOf } from '../list/row_parts';
import type { ListControl } from '../views/use_list_state';
import {
  boardField,
  boardFilter,
  columnQuery,
  columnsOfBoard,
  pipelineOfBoard,
} from './board_columns';
import { BoardColumn } from './BoardColumn';
import { cardAfter } from './card_keys';
import type { ColumnFigures } from './ColumnHead';
import { CARD } from './Card';
import { MoveMenu, type MenuPlace } from './MoveMenu';
import { StageSwitch } from './StageSwitch';
import { useStrays } from './strays';
import { useBoardMove } from './use_board_move';

export default function Board({ list }: { list: ListControl }) {
  const { t } = useTranslation();
  const field = boardField(list.entity);
  if (!field) return <EmptyState title={t('error.notFound')} />;
  return <Columns list={list} field={field} />;
}

function useBoard({ entity, state, search }: ListControl, field: Field) {
  const metadata = useMetadata();
  const columns = useMemo(
    () => columnsOfBoard(metadata, field, state.pipeline),
    [metadata, field, state.pipeline],
  );
  const filter = useMemo(
    () => boardFilter(metadata, entity, field, state),
    [metadata, entity, field, state],
  );
  const queries = useMemo(
    () =>
      Object.fromEntries(
        columns.map(({ key }) => [
          key,
          columnQuery({ entity, state, q: search.q, filter, key, columns }),
        ]),
      ),
    [entity, state, search.q, filter, columns],
  );
  const parts = useMemo(
    () => partsOf(metadata, entity, state.cards),
    [metadata, entity, state.cards],
  );
  const sum = entity.board?.sum;
  const totals = useAggregate(entity.name, {
    filter,
    q: search.q,
    group_by: [field.name],
    measures: sum ? [{ fn: 'sum', field: sum }] : [],
    limit: 200,
  });
  const figures = useMemo(() => {
    if (!totals.data) return undefined;
    const found = new Map(totals.data.groups.map((group) => [group[field.name], group]));
    return Object.fromEntries(
      columns.map(({ key }): [string, ColumnFigures] => {
        const group = found.get(key);
        return [key, { count: group?.count ?? 0, sum: group?.[`sum_${sum}`] }];
      }),
    );
  }, [totals.data, columns, field.name, sum]);
  return { columns, queries, parts, figures, strays: useStrays(entity.name, queries, field.name) };
}

function Columns({ list, field }: { list: ListControl; field: Field }) {
  const { t } = useTranslation(['board', 'lists']);
  const phone = usePhone();
  const navigate = useNavigate();
  const { entity, search } = list;
  const board = useBoard(list, field);
  const { columns } = board;
  const movable = entity.rights.update && !field.read_only;
  const { move, dialog } = useBoardMove(entity, field);
  const [menu, setMenu] = useState<MenuPlace>();
  const box = useRef<HTMLDivElement>(null);
  useSideScroll(box);

  const open = (id: string) => {
    if (phone) void navigate({ to: '/o/$entity/$id', params: { entity: entity.name, id } });
    else list.open({ entity: entity.name, id });
  };
  const openMenu = (card: HTMLElement, at: Element = card) => {
    const record = findCached(entity.name, card.dataset.card!);
    const place = at.getBoundingClientRect();
    if (record && movable) setMenu({ record, x: place.left, y: place.bottom });
  };
  const focused = () => document.activeElement?.closest<HTMLElement>('[data-card]') ?? undefined;
  useHotkey(
    'KeyS',
    () => {
      const card = focused();
      if (card) openMenu(card);
    },
    { label: t('move'), group: t('lists:group'), off: !movable },
  );

  const click = (event: MouseEvent) => {
    const target = event.target as Element;
    const card = target.closest<HTMLElement>('[data-card]');
    if (!card || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const button = target.closest('[data-menu]');
    if (button) openMenu(card, button);
    else open(card.dataset.card!);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const card = focused();
    if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.code];
    if (event.shiftKey && side) {
      const key = card.closest<HTMLElement>('[data-column]')?.dataset.column;
      const next = columns[columns.findIndex((column) => column.key === key) + side];
      const record = findCached(entity.name, card.dataset.card!);
      event.preventDefault();
      if (next && record && movable) move(record, next.key);
      return;
    }
    const next = cardAfter(event.code, card);
    if (next) next.focus();
    else if (event.code === 'Enter' || event.code === 'Space') open(card.dataset.card!);
    else return;
    event.preventDefault();
  };

  const shown = phone
    ? columns.filter(
        ({ key }, index) =>
          key === search.column ||
          (index === 0 && !columns.some((column) => column.key === search.column)),
      )
    : columns;
  return (
    <>
      <PipelineSwitch list={list} field={field} />
      {phone && (
        <StageSwitch
          columns={columns}
          figures={board.figures}
          entity={entity}
          chosen={shown[0]?.key}
          onChoose={(column) => list.setSearch({ column }, { replace: true })}
        />
      )}
      <div
        className={phone ? 'board board-phone' : 'board'}
        ref={box}
        onClick={click}
        onKeyDown={onKeyDown}
        tabIndex={0}
        aria-label={entity.labels.many}
        role="group"
        onFocus={(event) => {
          if (event.target === box.current)
            box.current?.querySelector<HTMLElement>('[data-card]')?.focus();
        }}
      >
        {shown.map((column) => (
          <BoardColumn
            key={column.key}
            entity={entity}
            column={column}
            parts={board.parts}
            query={board.queries[column.key]!}
            figures={board.figures?.[column.key]}
            strays={board.strays[column.key]}
            movable={movable}
            phone={phone}
          />
        ))}
      </div>
      <MoveMenu
        entity={entity}
        columns={columns}
        place={menu}
        phone={phone}
        onMove={move}
        onClose={() => setMenu(undefined)}
      />
      {dialog}
    </>
  );
}

/** Several pipelines: which one the board shows. */
function PipelineSwitch({ list, field }: { list: ListControl; field: Field }) {
  const metadata = useMetadata();
  if (field.type !== 'stage' || metadata.pipelines.length < 2) return null;
  const now = pipelineOfBoard(metadata, list.state.pipeline);
  return (
    <div className="board-pipelines">
      <SegmentedControl
        size="xs"
        value={now?.id}
        transitionDuration={0}
        data={metadata.pipelines.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(id) =>
          list.set({
            pipeline: metadata.pipelines.find((pipeline) => pipeline.id === id)?.default
              ? undefined
              : id,
          })
        }
      />
    </div>
  );
}

/** A card dragged to the edge scrolls the board. */
function useSideScroll(box: RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    if (!box.current) return undefined;
    return autoScrollForElements({
      element: box.current,
      canScroll: ({ source }) => source.data.kind === CARD,
    });
  }, [box]);
}
