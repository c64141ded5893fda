/** Where each column of the file goes. */
import { ActionIcon } from '@mantine/core';
import { IconArrowRight, IconListDetails } from '@tabler/icons-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { Tag } from '@/shared/ui';
import type { FoundColumn, Preview } from './api';
import { changeDraft, useDraft, type Draft } from './draft';
import { FieldSelect } from './FieldSelect';
import { choicesAt, fieldOfColumn, knownPaths, wordsOf } from './mapping';
import { Words } from './Words';

interface Props {
  draft: Draft;
  preview: Preview;
  twice: Set<string>;
}

export function Columns({ draft, preview, twice }: Props) {
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
            words={draft.values[column.name]}
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
  words: { [word: string]: string } | undefined;
}

const Column = memo(({ column, preview, path, byHand, twice, words }: ColumnProps) => {
  const { t } = useTranslation('import');
  const metadata = useMetadata();
  const [open, setOpen] = useState(false);
  const choices = choicesAt(metadata, preview.entity, path);
  return (
    <div className="import-column" role="row" data-off={path === '' || undefined}>
      <div role="cell" className="import-column-name">
        <strong className="clip">{column.name || t('columns.nameless')}</strong>
        <span className="faint clip">{samplesOf(preview, column).join(' · ')}</span>
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
        {choices.length > 0 && (
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
      {open && choices.length > 0 && (
        <Words
          column={column.name}
          words={wordsOf(preview, column)}
          choices={choices}
          chosen={words ?? {}}
        />
      )}
    </div>
  );
});

const samplesOf = (preview: Preview, column: FoundColumn) =>
  (column.samples.length > 0 ? [...new Set(column.samples)] : wordsOf(preview, column)).slice(0, 3);

function choose(column: FoundColumn, field: string) {
  const columns = useDraft.getState().draft?.columns;
  changeDraft({ columns: { ...columns, [column.name]: field } });
}

function Match({ column, path, byHand }: { column: FoundColumn; path: string; byHand: boolean }) {
  const { t } = useTranslation('import');
  if (path === '') return <Tag label={t('match.off')} color="gray" />;
  if (byHand) return <Tag label={t('match.byHand')} color="blue" />;
  if (column.confidence >= 0.9) return <Tag label={t('match.sure')} color="green" />;
  if (column.confidence >= 0.6) return <Tag label={t('match.likely')} color="teal" />;
  return <Tag label={t('match.doubtful')} color="orange" />;
}
