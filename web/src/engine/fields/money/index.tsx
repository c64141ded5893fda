/** An amount with its currency. */
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type MoneyValue } from '@/shared/api';
import { currencySign, formatMoney } from '@/shared/i18n/format';
import { parseDecimal } from '@/shared/i18n/parse';
import { DecimalControl } from '../controls/DecimalControl';
import type { EditorProps, FieldTypeUi } from '../field_type';

function MoneyEditor({ value, onChange, onCommit, ...rest }: EditorProps<MoneyValue>) {
  const { t } = useTranslation();
  const { currency: usual, currencies } = useMetadata();
  // Stays when the amount is cleared to type another.
  const [last, setLast] = useState(value?.currency ?? usual);
  const currency = value?.currency ?? last;
  const money = (amount: string | null) => (amount === null ? null : { amount, currency });
  const select = (
    <NativeSelect
      variant="unstyled"
      className="money-currency"
      rightSectionWidth={20}
      data={currencies.includes(currency) ? currencies : [currency, ...currencies]}
      value={currency}
      disabled={rest.disabled}
      aria-label={t('currency')}
      onChange={(event) => {
        setLast(event.currentTarget.value);
        if (value) onChange({ ...value, currency: event.currentTarget.value });
      }}
    />
  );
  return (
    <DecimalControl
      {...rest}
      value={value?.amount ?? null}
      suffix={rest.inline ? currencySign(currency) : select}
      suffixWidth={rest.inline ? 40 : 72}
      onChange={(amount) => onChange(money(amount))}
      onCommit={onCommit && ((amount) => onCommit(money(amount)))}
    />
  );
}

export const money: FieldTypeUi<MoneyValue> = {
  display: (value) => <span className="num">{formatMoney(value)}</span>,
  Editor: MoneyEditor,
  parse: (typed, { metadata }) => {
    if (!typed.trim()) return null;
    const currency = metadata.currencies.find((code) => typed.toUpperCase().includes(code))
      ?? metadata.currencies.find((code) => typed.includes(currencySign(code)))
      ?? metadata.currency;
    const amount = parseDecimal(typed.replace(/[^\d.,\-\u2212\s\u00a0]/g, ''));
    return amount === undefined ? undefined : { amount, currency };
  },
  toText: (value) => `${value.amount} ${value.currency}`,
  filter: 'number',
  width: 150,
  align: 'right',
};
