/** What was found out about the file; every guess can be changed. */
import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { canCreate, useMetadata } from '@/shared/api';
import type { DateOrder, Decimal, Preview } from './api';
import { changeDraft, type Draft } from './draft';

const ENCODINGS = [
  'utf-8',
  'windows-1251',
  'koi8-r',
  'ibm866',
  'utf-16le',
  'utf-16be',
  'windows-1252',
];
const DELIMITERS = [',', ';', '\t', '|'];

interface Props {
  draft: Draft;
  preview: Preview;
}

/** A list that always holds the value that was found. */
const withFound = (list: string[], found: string | undefined) =>
  found === undefined || list.includes(found) ? list : [found, ...list];

export function FileFound({ draft, preview }: Props) {
  const { t } = useTranslation('import');
  const { profile } = preview;
  const read = (options: Draft['options']) =>
    changeDraft({ options: { ...draft.options, ...options } });
  const text = profile.delimiter !== undefined && profile.delimiter !== '';
  return (
    <section className="import-found" aria-label={t('found.title')}>
      <EntityChoice draft={draft} preview={preview} />
      {(profile.sheets?.length ?? 0) > 1 && (
        <Choice
          label={t('found.sheet')}
          value={draft.options.sheet ?? profile.sheets![0]!}
          data={profile.sheets!}
          onChange={(sheet) => read({ sheet })}
        />
      )}
      {text && (
        <>
          <Choice
            label={t('found.encoding')}
            value={profile.encoding ?? ''}
            data={withFound(ENCODINGS, profile.encoding).map((name) => ({
              value: name,
              label: name.toUpperCase(),
            }))}
            onChange={(encoding) => read({ encoding })}
          />
          <Choice
            label={t('found.delimiter')}
            value={profile.delimiter!}
            data={withFound(DELIMITERS, profile.delimiter).map((sign) => ({
              value: sign,
              label: t(`delimiter.${nameOf(sign)}`, sign),
            }))}
            onChange={(delimiter) => read({ delimiter })}
          />
        </>
      )}
      <Choice
        label={t('found.header')}
        value={profile.has_header === false ? 'no' : 'yes'}
        data={[
          { value: 'yes', label: t('found.names') },
          { value: 'no', label: t('found.values') },
        ]}
        onChange={(value) => read({ has_header: value === 'yes' })}
      />
      <Choice
        label={t('found.decimal')}
        value={draft.decimal ?? profile.decimal ?? '.'}
        data={[
          { value: '.', label: '1500.50' },
          { value: ',', label: '1500,50' },
        ]}
        onChange={(decimal) => changeDraft({ decimal: decimal as Decimal })}
      />
      <Choice
        label={t('found.dates')}
        value={draft.dateOrder ?? profile.date_order ?? 'dmy'}
        data={(['dmy', 'mdy', 'ymd'] as const).map((value) => ({
          value,
          label: t(`dates.${value}`),
        }))}
        onChange={(order) => changeDraft({ dateOrder: order as DateOrder })}
      />
    </section>
  );
}

const nameOf = (sign: string) =>
  (({ ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' })[sign] ?? 'other') as 'comma';

function EntityChoice({ draft, preview }: Props) {
  const { t } = useTranslation('import');
  const { areas, entities } = useMetadata();
  const data = areas
    .filter((area) => area.name !== 'system')
    .map((area) => ({
      group: area.label,
      items: area.entities
        .filter((name) => entities[name] && canCreate(entities[name]))
        .map((name) => ({ value: name, label: entities[name]!.labels.many })),
    }))
    .filter((group) => group.items.length > 0);
  return (
    <Choice
      label={t('found.entity')}
      value={draft.entity ?? preview.entity}
      data={data}
      onChange={(entity) => changeDraft({ entity, columns: {}, values: {}, match: [] })}
    />
  );
}

interface ChoiceProps {
  label: ReactNode;
  value: string;
  data: Parameters<typeof NativeSelect>[0]['data'];
  onChange: (value: string) => void;
}

const Choice = ({ label, value, data, onChange }: ChoiceProps) => (
  <NativeSelect
    label={label}
    value={value}
    data={data}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);
