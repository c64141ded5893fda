/** A column folded to a strip: its name and count remain, and cards may still be dropped on it. */
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { IconChevronsRight } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/shared/i18n/format';
import { hue } from '@/shared/ui';
import type { BoardColumnInfo } from './board_columns';
import { CARD } from './Card';
import type { ColumnFigures } from './figures';

interface Props {
  column: BoardColumnInfo;
  figures: ColumnFigures | undefined;
  onUnfold: () => void;
}

export function FoldedColumn({ column, figures, onUnfold }: Props) {
  const { t } = useTranslation('board');
  const box = useRef<HTMLElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => dropTargetForElements({
    element: box.current!,
    getData: () => ({ column: column.key }),
    canDrop: ({ source }) => source.data.kind === CARD,
    onDragEnter: () => setOver(true),
    onDragLeave: () => setOver(false),
    onDrop: () => setOver(false),
  }), [column.key]);
  return (
    <section ref={box} className={over ? 'board-column folded over' : 'board-column folded'}
      style={hue(column.color)} data-column={column.key} aria-label={column.label}>
      <button type="button" className="board-unfold" onClick={onUnfold} aria-expanded={false}
        aria-label={t('unfold', { column: column.label })}>
        <IconChevronsRight size={16} stroke={1.7} aria-hidden />
        {figures && <span className="muted num">{formatNumber(figures.count)}</span>}
        <span className="board-dot" aria-hidden />
        <span className="board-upright">{column.label}</span>
      </button>
    </section>
  );
}
