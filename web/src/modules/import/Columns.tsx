/** Where each column of the file goes. */
import { ActionIcon } from '@mantine/core';
import { IconArrowRight, IconListDetails } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Tag } from '@/shared/ui';
import type { FoundColumn, ListedColumn, Preview } from './api';
import { changeDraft, useDraft, type Draft } from './draft';
import { FieldSelect } from './FieldSelect';
import { fieldOfColumn, isDoubtful, knownPaths, unansweredOf } from './mapping';
import { Words } from './Words';

interface Props {
  draft: Draft;
  preview: Preview;
  twice: Set<string>;
  listed: ListedColumn[];
}

export function Columns({ draft, preview, twice, listed }: Props) {
  const { t } = useTranslation('import');
  const known = knownPaths(preview);
  return (
    <div className="import-columns" role="table" aria-label={t('columns.title')}>
      <div className="import-columns-head" role="row">
        <span role="columnheader">{t('columns.inFile')}</span>
        <span />
        <span role="columnheader">{t('columns.inProduct')}</span>
        <span role="columnheader">{t('columns.match')}</span>
      </div>
      {preview.columns.map((column, index) => {
        const path = fieldOfColumn(draft, column, known);
        return (
          <Column
            key={`${column.name}-${index}`}
            column={column}
            preview={preview}
            path={path}
            byHand={draft.columns[column.name] !== undefined}
            twice={twice.has(path)}
            draft={draft}
            listed={listed.find((one) => one.column === column.name && one.field === path)}
          />
        );
      })}
    </div>
  );
}

interface ColumnProps {
  column: FoundColumn;
  preview: Preview;
  path: string;
  byHand: boolean;
  twice: boolean;
  draft: Draft;
  listed: ListedColumn | undefined;
}

function Column({ column, preview, path, byHand, twice, draft, listed }: ColumnProps) {
  const { t } = useTranslation('import');
  // Until it is touched, words that somebody should look at open by themselves.
  const [touched, setOpen] = useState<boolean>();
  const left = listed ? unansweredOf(draft, listed).length : 0;
  const open = left > 0 || (touched ?? (listed !== undefined && isDoubtful(listed)));
  return (
    <div className="import-column" role="row" data-off={path === '' || undefined}>
      <div role="cell" className="import-column-name">
        <strong className="clip">{column.name || t('columns.nameless')}</strong>
        <span className="faint clip">{samplesOf(column).join(' · ')}</span>
      </div>
      <IconArrowRight size={16} stroke={1.7} className="faint import-column-arrow" aria-hidden />
      <div role="cell" className="import-column-field">
        <FieldSelect
          fields={preview.fields}
          value={path}
          label={column.name}
          error={twice ? t('columns.twice') : undefined}
          onChange={(field) => choose(column, field)}
        />
        {listed && (
          <ActionIcon
            aria-label={t('words.open', { name: column.name })}
            aria-expanded={open}
            size="lg"
            onClick={() => setOpen(!open)}
          >
            <IconListDetails size={16} stroke={1.7} />
          </ActionIcon>
        )}
      </div>
      <div role="cell">
        <Match column={column} path={path} byHand={byHand} />
      </div>
      {open && listed && (
        <Words key={listed.field} draft={draft} column={listed} entity={preview.entity} />
      )}
    </div>
  );
}

const samplesOf = (column: FoundColumn) => [...new Set(column.samples)].slice(0, 3);

/** What its words meant for another field means nothing for this one. */
function choose(column: FoundColumn, field: string) {
  const { columns, values = {} } = useDraft.getState().draft ?? {};
  const { [column.name]: _, ...others } = values;
  changeDraft({ columns: { ...columns, [column.name]: field }, values: others });
}

function Match({ column, path, byHand }: { column: FoundColumn; path: string; byHand: boolean }) {
  const { t } = useTranslation('import');
  if (path === '') return <Tag label={t('match.off')} color="gray" />;
  if (byHand) return <Tag label={t('match.byHand')} color="blue" />;
  if (column.confidence >= 0.9) return <Tag label={t('match.sure')} color="green" />;
  if (column.confidence >= 0.6) return <Tag label={t('match.likely')} color="teal" />;
  return <Tag label={t('match.doubtful')} color="orange" />;
}
