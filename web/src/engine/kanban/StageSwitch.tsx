/** On a phone one column at a time: which one, how many cards are in each. */
import { useEffect, useRef } from 'react';
import type { Entity } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import { hue } from '@/shared/ui';
import { moneySumText } from '../list/aggregate';
import type { BoardColumnInfo } from './board_columns';
import type { ColumnFigures } from './ColumnHead';

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
  const sum = chosen && entity.board?.sum ? moneySumText(figures?.[chosen]?.sum, true) : '';
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
      {sum && <div className="stage-sum muted num">{sum}</div>}
    </>
  );
}
