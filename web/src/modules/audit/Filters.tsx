/** What of the audit is shown: whose, of which kind, of which records, of which days. */
import { Button, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { KINDS, usePeople, type AuditFilter, type Kind } from './api';

interface Props {
  filter: AuditFilter;
  onChange: (filter: AuditFilter) => void;
}

export function Filters({ filter, onChange }: Props) {
  const { t } = useTranslation('audit');
  const { entities } = useMetadata();
  const people = usePeople();
  const set = (name: keyof AuditFilter, value: string | null) => {
    const { [name]: _, ...others } = filter;
    onChange(value ? { ...others, [name]: value as Kind } : others);
  };
  const none = Object.values(filter).every((value) => value === undefined);
  return (
    <search className="audit-bar" aria-label={t('filter.label')}>
      <Select aria-label={t('filter.person')} placeholder={t('filter.person')} searchable clearable
        clearButtonProps={{ 'aria-label': t('filter.clear', { what: t('filter.person') }) }}
        data={people.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        nothingFoundMessage={t('common:nothingFound')}
        value={filter.person ?? null} onChange={(value) => set('person', value)} />
      <Select aria-label={t('filter.kind')} placeholder={t('filter.kind')} clearable
        clearButtonProps={{ 'aria-label': t('filter.clear', { what: t('filter.kind') }) }}
        data={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        value={filter.kind ?? null} onChange={(value) => set('kind', value)} />
      <Select aria-label={t('filter.entity')} placeholder={t('filter.entity')} searchable clearable
        clearButtonProps={{ 'aria-label': t('filter.clear', { what: t('filter.entity') }) }}
        data={Object.values(entities).map(({ name, labels }) => ({
          value: name, label: labels.many,
        })).sort((a, b) => a.label.localeCompare(b.label))}
        nothingFoundMessage={t('common:nothingFound')}
        value={filter.entity ?? null} onChange={(value) => set('entity', value)} />
      <TextInput type="date" label={t('filter.from')} className="audit-day" max={filter.to}
        value={filter.from ?? ''} onChange={(e) => set('from', e.currentTarget.value)} />
      <TextInput type="date" label={t('filter.to')} className="audit-day" min={filter.from}
        value={filter.to ?? ''} onChange={(e) => set('to', e.currentTarget.value)} />
      {!none && (
        <Button variant="subtle" color="gray" leftSection={<IconX size={16} stroke={1.7} />}
          onClick={() => onChange({})}>
          {t('filter.reset')}
        </Button>
      )}
      {filter.record && <span className="muted audit-only">{t('filter.record')}</span>}
    </search>
  );
}
