/** The field that a column goes to: own fields first, then those of linked records. */
import { Select } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Target } from './api';

interface Props {
  fields: Target[];
  value: string;
  /** Name of the column, for who does not see the row. */
  label: string;
  error?: string;
  onChange: (path: string) => void;
}

const NONE = '-';

export function FieldSelect({ fields, value, label, error, onChange }: Props) {
  const { t } = useTranslation('import');
  const data = useMemo(() => {
    const items = fields.map(({ path, label: text }) => ({ value: path, label: text }));
    return [
      { value: NONE, label: t('columns.none') },
      { group: t('columns.own'), items: items.filter((item) => !item.value.includes('.')) },
      { group: t('columns.linked'), items: items.filter((item) => item.value.includes('.')) },
    ];
  }, [fields, t]);
  return (
    <Select
      aria-label={t('columns.fieldOf', { name: label })}
      data={data}
      value={value || NONE}
      searchable
      allowDeselect={false}
      nothingFoundMessage={t('common:nothingFound')}
      error={error}
      style={{ flex: 1, minWidth: 0 }}
      maxDropdownHeight={320}
      onChange={(path) => onChange(!path || path === NONE ? '' : String(path))}
    />
  );
}
