/** The head of a column: what it is, how many cards, what they are worth, one more card. */
import { IconChevronsLeft, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/shared/api';
import { formatMoney, formatMoneyShort, formatNumber } from '@/shared/i18n/format';
import { amountsOf, moneySumText } from '../list/aggregate';
import type { BoardColumnInfo } from './board_columns';
import { likelyOf, type ColumnFigures } from './figures';

interface Props {
  entity: Entity;
  column: BoardColumnInfo;
  figures: ColumnFigures | undefined;
  /** Makes a new record here; none: the person may not. */
  onAdd: (() => void) | undefined;
  onFold: () => void;
}

export function ColumnHead({ entity, column, figures, onAdd, onFold }: Props) {
  const { t } = useTranslation('board');
  const fold = t('fold', { column: column.label });
  const add = `${entity.labels.new}: ${column.label}`;
  return (
    <header className="board-head">
      <div className="board-name">
        <span className="board-dot" aria-hidden />
        <h2 className="clip" title={column.label}>{column.label}</h2>
        {figures && <span className="board-count muted num">{formatNumber(figures.count)}</span>}
        <button type="button" className="board-add board-fold" aria-label={fold} title={fold}
          aria-expanded onClick={onFold}>
          <IconChevronsLeft size={16} stroke={1.7} />
        </button>
        {onAdd && (
          <button type="button" className="board-add" aria-label={add} title={add} onClick={onAdd}>
            <IconPlus size={16} stroke={1.7} />
          </button>
        )}
      </div>
      {entity.board?.sum && (
        <div className="board-worth muted num">
          <ColumnWorth column={column} figures={figures} />
          {!figures && <span aria-hidden>{t('counting')}</span>}
        </div>
      )}
    </header>
  );
}

/** "79 bn · 16 bn likely", each with its whole amount when pointed at. */
export function ColumnWorth({ column, figures }: Pick<Props, 'column' | 'figures'>) {
  const { t } = useTranslation('board');
  if (!figures) return null;
  const amounts = amountsOf(figures.sum);
  const likely = likelyOf(column, figures.sum);
  const sum = amounts.map(formatMoneyShort).join(' + ');
  return (
    <>
      <span className="board-sum" title={moneySumText(figures.sum, false)}>{sum || '—'}</span>
      {likely && likely.length > 0 && (
        <span
          className="board-likely faint clip"
          title={t('weighted', {
            percent: column.probability, sum: likely.map(formatMoney).join(' + '),
          })}
        >
          {' · '}
          {t('likely', { sum: likely.map(formatMoneyShort).join(' + ') })}
        </span>
      )}
    </>
  );
}
