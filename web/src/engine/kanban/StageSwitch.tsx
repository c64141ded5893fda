/** On a phone one column at a time: which one, how many cards are in each. */
import { useEffect, useRef } from 'react';
import type { Entity } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import { hue } from '@/shared/ui';
import type { BoardColumnInfo } from './board_columns';
import { ColumnWorth } from './ColumnHead';
import type { ColumnFigures } from './figures';

interface Props {
  entity: Entity;
  columns: BoardColumnInfo[];
  figures: { [column: string]: ColumnFigures } | undefined;
  chosen: string | undefined;
  onChoose: (column: string) => void;
}

export function StageSwitch({ entity, columns, figures, chosen, onChoose }: Props) {
  const active = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    active.current?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [chosen]);
  const column = columns.find(({ key }) => key === chosen);
  return (
    <>
      <div className="stage-switch" role="tablist">
        {columns.map(({ key, label, color }) => (
          <button key={key} ref={key === chosen ? active : undefined} type="button" role="tab"
            aria-selected={key === chosen} style={hue(color)} onClick={() => onChoose(key)}>
            <span className="board-dot" aria-hidden />
            {label}
            {figures && <span className="num faint">{formatNumber(figures[key]?.count ?? 0)}</span>}
          </button>
        ))}
      </div>
      {column && entity.board?.sum && (
        <div className="stage-sum muted num">
          <ColumnWorth column={column} figures={figures?.[column.key]} />
        </div>
      )}
    </>
  );
}
