/** What clicks and keys mean on a board: they are heard by the board alone. */
import { useCallback, useRef, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { findCached, type CrmRecord, type Entity } from '@/shared/api';
import { useHotkey } from '@/shared/hotkeys';
import type { SelectionControl } from '../grid/selection';
import type { BoardColumnInfo } from './board_columns';
import { cardAfter, cardsOf, columnOf } from './card_keys';

interface Options {
  entity: Entity;
  columns: BoardColumnInfo[];
  box: RefObject<HTMLDivElement | null>;
  movable: boolean;
  phone: boolean;
  selecting: SelectionControl;
  /** The records that go together with a card: the selected ones, when it is one of them. */
  withOthers: (record: CrmRecord) => CrmRecord[];
  move: (records: CrmRecord[], column: string) => boolean;
  open: (id: string) => void;
  openMenu: (records: CrmRecord[], at: Element) => void;
  fold: (column: string) => void;
}

const SIDES: { [code: string]: number } = { ArrowLeft: -1, ArrowRight: 1 };

const focused = () => document.activeElement?.closest<HTMLElement>('[data-card]') ?? undefined;
const idOf = (card: HTMLElement) => card.dataset.card!;

export function useBoardKeys(options: Options) {
  const { entity, columns, box, movable, selecting, withOthers, move, open } = options;
  const { t } = useTranslation(['board', 'lists']);
  const group = t('lists:group');
  const follow = useFollow(box);

  const openMenu = (card: HTMLElement, at: Element = card) => {
    const record = findCached(entity.name, idOf(card));
    if (record && movable) options.openMenu(withOthers(record), at);
  };
  const selectTo = (card: HTMLElement) =>
    selecting.range(cardsOf(columnOf(card)).map(idOf), idOf(card));
  const onFocused = (act: (card: HTMLElement) => void) => () => {
    const card = focused();
    if (card) act(card);
  };
  useHotkey('KeyS', onFocused(openMenu), { label: t('move'), group, off: !movable });
  useHotkey('KeyX', onFocused((card) => selecting.toggle(idOf(card))), {
    label: t('select'), group,
  });
  useHotkey('shift+KeyX', onFocused(selectTo), { label: t('selectTo'), group });

  useHotkey('shift+KeyF', onFocused((card) => {
    const { column } = (columnOf(card) as HTMLElement).dataset;
    if (!column || options.phone) return;
    options.fold(column);
    // The strip that stays has the way back.
    requestAnimationFrame(() => box.current
      ?.querySelector<HTMLElement>(`[data-column="${column}"] > .board-unfold`)?.focus());
  }), { label: t('foldOne'), group, off: options.phone });

  const onClick = (event: MouseEvent) => {
    const target = event.target as Element;
    const card = target.closest<HTMLElement>('[data-card]');
    if (!card) return;
    const button = target.closest('[data-menu]');
    const chosen = target.closest('[data-check]') ?? (event.ctrlKey || event.metaKey);
    event.preventDefault();
    if (button) openMenu(card, button);
    else if (event.shiftKey) selectTo(card);
    else if (chosen || (options.phone && selecting.count > 0)) selecting.toggle(idOf(card));
    else open(idOf(card));
  };

  const moveAside = (card: HTMLElement, side: number) => {
    const key = (columnOf(card) as HTMLElement | null)?.dataset.column;
    const next = columns[columns.findIndex((column) => column.key === key) + side];
    const record = findCached(entity.name, idOf(card));
    if (next && record && movable && move(withOthers(record), next.key)) follow(idOf(card));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const card = focused();
    if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
    const side = SIDES[event.code];
    const next = event.shiftKey ? undefined : cardAfter(event.code, card);
    if (event.shiftKey && side) moveAside(card, side);
    else if (next) next.focus();
    else if (['Enter', 'NumpadEnter', 'Space'].includes(event.code)) open(idOf(card));
    else return;
    event.preventDefault();
  };
  return { onClick, onKeyDown };
}

const TRIES = 10;

/** Keeps the focus on a card that is drawn anew in another column. */
function useFollow(box: RefObject<HTMLDivElement | null>) {
  const frame = useRef(0);
  return useCallback((id: string) => {
    cancelAnimationFrame(frame.current);
    const from = columnOf(box.current!.querySelector(`[data-card="${id}"]`));
    const look = (left: number) => {
      const card = box.current?.querySelector<HTMLElement>(`[data-card="${id}"]`);
      if (card && columnOf(card) !== from) card.focus();
      else if (left > 0) frame.current = requestAnimationFrame(() => look(left - 1));
    };
    look(TRIES);
  }, [box]);
}
