/** Rows that a person adds and takes away: phones, e-mails, bank accounts. */
import { ActionIcon, Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditorProps } from '../field_type';
import { commitOnLeave } from './commit_keys';

interface Props<Row> extends EditorProps<Row[]> {
  blank: Row;
  isBlank: (row: Row) => boolean;
  children: (row: Row, change: (part: Partial<Row>) => void, index: number) => ReactNode;
}

export function RowsControl<Row extends object>(props: Props<Row>) {
  const { onChange, blank, isBlank } = props;
  const { t } = useTranslation();
  const value = props.value ?? [];
  const rows = value.length > 0 ? value : [blank];
  const filled = (list: Row[]) => list.filter((row) => !isBlank(row));
  const put = (list: Row[]) => onChange(list.every(isBlank) ? null : list);
  const leave = commitOnLeave<Row[]>(props, () => {
    const list = filled(rows);
    return list.length > 0 ? list : null;
  });
  return (
    <div className="field-rows" {...leave}>
      {rows.map((row, index) => (
        <div className="field-row" key={index}>
          <div className="field-row-inputs">
            {props.children(row, (part) => put(rows.with(index, { ...row, ...part })), index)}
          </div>
          {!isBlank(row) && (
            <ActionIcon
              aria-label={t('remove')}
              disabled={props.disabled}
              onClick={() => put(rows.toSpliced(index, 1))}
            >
              <IconX size={14} />
            </ActionIcon>
          )}
        </div>
      ))}
      {!isBlank(rows[rows.length - 1]!) && !props.disabled && (
        <Button
          variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...rows, blank])}
        >
          {t('add')}
        </Button>
      )}
    </div>
  );
}
