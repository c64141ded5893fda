/** The head of a column: what it is, how many cards, how much they are worth. */
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/shared/api';
import { formatMoney, formatMoneyShort, formatNumber } from '@/shared/i18n/format';
import { amountsOf, moneySumText } from '../list/aggregate';
import type { BoardColumnInfo } from './board_columns';

export interface ColumnFigures {
  count: number;
  sum: unknown;
}

interface Props {
  entity: Entity;
  column: BoardColumnInfo;
  figures: ColumnFigures | undefined;
}

export function ColumnHead({ entity, column, figures }: Props) {
  const { t } = useTranslation('board');
  const amounts = amountsOf(figures?.sum);
  const sum = entity.board?.sum && amounts.length > 0
    ? amounts.map(formatMoneyShort).join(' + ') : undefined;
  const weighted = column.open && column.probability !== undefined
    ? amounts.map(({ amount, currency }) => formatMoney({
      currency, amount: String(Math.round(Number(amount) * column.probability! / 100)),
    })).join(' + ') : '';
  const full = moneySumText(figures?.sum, false);
  const title = weighted
    ? `${full}\n${t('weighted', { percent: column.probability, sum: weighted })}` : full;
  return (
    <header className="board-head">
      <span className="board-dot" aria-hidden />
      <h2 className="clip" title={column.label}>{column.label}</h2>
      {figures && <span className="muted num">{formatNumber(figures.count)}</span>}
      {sum && <span className="board-sum muted num clip" title={title}>{sum}</span>}
    </header>
  );
}
