/** Bank accounts of a company. */
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RowsControl } from '../controls/RowsControl';
import type { EditorProps, FieldTypeUi } from '../field_type';

const PARTS = ['bank', 'bik', 'account', 'correspondent_account'] as const;
type Account = { [part in (typeof PARTS)[number]]?: string | null };

function BankAccountsEditor(props: EditorProps<Account[]>) {
  const { t } = useTranslation();
  return (
    <RowsControl {...props} blank={{}} isBlank={(row) => PARTS.every((part) => !row[part])}>
      {(row, change, index) => (
        <div className="field-grid">
          {PARTS.map((part) => (
            <TextInput
              key={part}
              id={index === 0 && part === 'bank' ? props.id : undefined}
              inputMode={part === 'bank' ? undefined : 'numeric'}
              placeholder={t(`bank.${part}`)}
              aria-label={t(`bank.${part}`)}
              value={row[part] ?? ''}
              error={props.error}
              disabled={props.disabled}
              autoFocus={index === 0 && part === 'bank' && (props.inline || props.autoFocus)}
              autoComplete="off"
              onChange={(event) => change({ [part]: event.currentTarget.value || null })}
            />
          ))}
        </div>
      )}
    </RowsControl>
  );
}

const line = (account: Account) => [account.account, account.bank].filter(Boolean).join(', ');

export const bankAccounts: FieldTypeUi<Account[]> = {
  display: (value) => <span className="num">{value.map(line).join(' · ')}</span>,
  Editor: BankAccountsEditor,
  parse: (typed) => (typed.trim() ? undefined : null),
  toText: (value) => value.map(line).join('; '),
  filter: 'none',
  width: 240,
  composite: true,
};
