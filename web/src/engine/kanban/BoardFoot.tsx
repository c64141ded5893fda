/** Below a board: what is in work altogether; hints for the keys. */
import { useTranslation } from 'react-i18next';
import { formatMoney, formatMoneyShort, formatNumber } from '@/shared/i18n/format';
import { Kbd } from '@/shared/ui';
import type { BoardTotals } from './figures';

export function BoardFoot({ totals }: { totals: BoardTotals | undefined }) {
  const { t } = useTranslation(['board', 'lists']);
  const money = (amounts: BoardTotals['amounts']) => (
    <b className="num" title={amounts.map(formatMoney).join(' + ')}>
      {amounts.map(formatMoneyShort).join(' + ')}
    </b>
  );
  return (
    <footer className="list-foot">
      {totals && (
        <span>
          {t('inWork')}: <b className="num">{formatNumber(totals.count)}</b>
          {totals.amounts.length > 0 && <> · {money(totals.amounts)}</>}
          {totals.weighted && totals.weighted.length > 0 && (
            <> · {t('weightedAll')}: {money(totals.weighted)}</>
          )}
        </span>
      )}
      <span className="hints">
        <span className="kbd">↑↓←→</span> {t('lists:hint.move')} · <Kbd keys="shift" />{' '}
        <span className="kbd">←→</span> {t('hint.column')} · <Kbd keys="KeyX" /> {t('hint.select')}
      </span>
    </footer>
  );
}
