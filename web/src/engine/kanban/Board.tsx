/** The board of an entity: a column for each stage or status, cards that move between them. */
import './board.css';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { useCallback, useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '@tanstack/react-router';
import { openQuickCreate } from '@/engine/form/quick_create';
import {
  canCreate,
  findCached,
  useMetadata,
  useSession,
  type CrmRecord,
  type Entity,
  type Field,
  type Pipeline,
} from '@/shared/api';
import { EmptyState, Segmented, usePhone } from '@/shared/ui';
import { columnsOf } from '../grid/columns';
import { useSelection } from '../grid/selection';
import { BulkBar } from '../list/BulkBar';
import { ListEmpty } from '../list/ListEmpty';
import type { ListControl } from '../views/use_list_state';
import { boardField, pipelineOfBoard, type BoardColumnInfo } from './board_columns';
import { BoardColumn } from './BoardColumn';
import { BoardFoot } from './BoardFoot';
import { CARD } from './Card';
import { EndBar, useDragging } from './EndBar';
import { toggleFolded, useFolded } from './folded';
import { FoldedColumn } from './FoldedColumn';
import { MoveMenu, type MenuPlace } from './MoveMenu';
import { StageSwitch } from './StageSwitch';
import { useBoard } from './use_board';
import { useBoardKeys } from './use_board_keys';
import { useBoardMove } from './use_board_move';

export default function Board({ list }: { list: ListControl }) {
  const { t } = useTranslation();
  const field = boardField(list.entity);
  if (!field) return <EmptyState title={t('error.notFound')} />;
  return <Columns list={list} field={field} />;
}

function Columns({ list, field }: { list: ListControl; field: Field }) {
  const phone = usePhone();
  const metadata = useMetadata();
  const navigate = useNavigate();
  const { entity, search, state } = list;
  const board = useBoard(list, field);
  const { columns } = board;
  const movable = entity.rights.update && !field.read_only;
  const [menu, setMenu] = useState<MenuPlace>();
  const box = useRef<HTMLDivElement>(null);
  const selecting = useSelection();
  const { ids } = selecting.selection;
  const selected = useMemo(
    () => [...ids].flatMap((id) => findCached(entity.name, id) ?? []),
    [ids, entity.name],
  );
  // Of the cache, not of the moment of the choice: the card may have been changed since.
  const withOthers = (record: CrmRecord) =>
    (ids.has(record.id)
      ? [record, ...[...ids].filter((id) => id !== record.id)
        .flatMap((id) => findCached(entity.name, id) ?? [])]
      : [record]);
  const latest = useRef(ids);
  useEffect(() => {
    latest.current = ids;
  });
  const together = useCallback(
    (id: string) => (latest.current.has(id) ? latest.current.size : 1), []);
  const { move, dialog } = useBoardMove(entity, field, withOthers, selecting.clear);
  const dragging = useDragging();

  const open = (id: string) => {
    if (phone) void navigate({ to: '/o/$entity/$id', params: { entity: entity.name, id } });
    else list.open({ entity: entity.name, id });
  };
  const openMenu = (records: CrmRecord[], at: Element) => {
    const { left, bottom } = at.getBoundingClientRect();
    setMenu({ records, x: left, y: bottom });
  };
  const place = [useSession().user.id, entity.name, list.view?.id, state.pipeline].join(':');
  const folded = useFolded(place);
  const fold = useCallback((column: string) => toggleFolded(place, column), [place]);
  const keys = useBoardKeys({
    entity, columns, box, movable, phone, selecting, withOthers, move, open, openMenu, fold,
  });
  const pipeline = pipelineOfBoard(metadata, state.pipeline);
  const add = useMemo(() => (canCreate(entity) && !field.read_only
    ? ({ key }: BoardColumnInfo) => openQuickCreate(entity.name, {
      initial: newIn(entity, field, key, metadata.pipelines.length > 1 ? pipeline : undefined),
    }) : undefined), [entity, field, metadata, pipeline]);

  // An empty board invites to put cards into its columns, unless a filter has emptied it.
  const filtered = state.filter !== undefined || search.q !== undefined;
  const nothing = filtered && board.figures !== undefined
    && Object.values(board.figures).every(({ count }) => count === 0);
  useSideScroll(box, !nothing);

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
      {nothing ? <ListEmpty list={list} /> : (
        <div
          className={phone ? 'board board-phone' : 'board'}
          ref={box}
          {...keys}
          tabIndex={0}
          aria-label={entity.labels.many}
          role="group"
          onFocus={(event) => {
            if (event.target === box.current)
              box.current?.querySelector<HTMLElement>('[data-card]')?.focus();
          }}
        >
          {shown.map((column) => (!phone && folded.includes(column.key) ? (
            <FoldedColumn key={column.key} column={column} figures={board.figures?.[column.key]}
              onUnfold={() => fold(column.key)} />
          ) : (
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
              selected={ids}
              together={together}
              onAdd={add}
              onFold={fold}
            />
          )))}
        </div>
      )}
      {dragging && <EndBar columns={columns} />}
      {selecting.count > 0 && !dragging && (
        <BulkBar
          entity={entity}
          rows={selected}
          columns={columnsOf(metadata, entity, state.cards, {})}
          query={{ q: search.q, filter: board.filter, fields: board.fields }}
          selecting={selecting}
          hasMore={false}
        />
      )}
      {!phone && <BoardFoot totals={board.totals} />}
      <MoveMenu
        entity={entity}
        columns={columns}
        place={menu}
        phone={phone}
        onMove={move}
        onSelect={selecting.toggle}
        onClose={() => setMenu(undefined)}
      />
      {dialog}
    </>
  );
}

/** What a record made in a column begins with. */
const newIn = (
  { fields }: Entity, { name }: Field, column: string, pipeline: Pipeline | undefined,
): { [field: string]: unknown } => ({
  [name]: column,
  ...(pipeline && fields.some((field) => field.name === 'pipeline' && !field.read_only) && {
    pipeline: { id: pipeline.id, entity: 'pipelines', name: pipeline.name },
  }),
});

/** Several pipelines: which one the board shows. */
function PipelineSwitch({ list, field }: { list: ListControl; field: Field }) {
  const metadata = useMetadata();
  if (field.type !== 'stage' || metadata.pipelines.length < 2) return null;
  const now = pipelineOfBoard(metadata, list.state.pipeline);
  return (
    <div className="board-pipelines">
      <Segmented
        size="xs"
        value={now?.id}
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
function useSideScroll(box: RefObject<HTMLDivElement | null>, on: boolean) {
  useEffect(() => {
    if (!on || !box.current) return undefined;
    return autoScrollForElements({
      element: box.current,
      canScroll: ({ source }) => source.data.kind === CARD,
    });
  }, [box, on]);
}
