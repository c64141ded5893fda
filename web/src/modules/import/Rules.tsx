/** What to do with records that are there already, and with linked ones that are not. */
import { MultiSelect, Radio, Switch } from '@mantine/core';
import '@mantine/core/styles/Radio.layer.css';
import '@mantine/core/styles/RadioCard.layer.css';
import '@mantine/core/styles/RadioIndicator.layer.css';
import { useTranslation } from 'react-i18next';
import { fieldOf, targetsOf, useMetadata } from '@/shared/api';
import type { Duplicates, Preview } from './api';
import { changeDraft, type Draft } from './draft';
import { fieldOfColumn, knownPaths } from './mapping';

const MODES = ['skip', 'update', 'create'] as const;

export function Rules({ draft, preview }: { draft: Draft; preview: Preview }) {
  const { t } = useTranslation('import');
  const metadata = useMetadata();
  const known = knownPaths(preview);
  const mapped = [...new Set(preview.columns
    .map((column) => fieldOfColumn(draft, column, known)).filter(Boolean))];
  const labels = new Map(preview.fields.map(({ path, label }) => [path, label]));
  const linked = mapped.some((path) => {
    const field = fieldOf(metadata, preview.entity, path.split('.')[0]!);
    return field && targetsOf(field).some((name) => !['users', 'teams'].includes(name));
  });
  return (
    <section className="import-rules">
      <Radio.Group label={t('duplicates.label')} value={draft.duplicates}
        onChange={(mode) => changeDraft({ duplicates: mode as Duplicates })}>
        <div className="import-modes">
          {MODES.map((mode) => (
            <Radio.Card key={mode} value={mode} className="import-mode"
              aria-label={t(`duplicates.${mode}`)}>
              <Radio.Indicator />
              <span>
                <strong>{t(`duplicates.${mode}`)}</strong>
                <span className="muted">{t(`duplicates.${mode}Text`)}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      <MultiSelect
        label={t('duplicates.match')}
        description={t('duplicates.matchText')}
        data={mapped.map((path) => ({ value: path, label: labels.get(path) ?? path }))}
        value={draft.match.filter((path) => mapped.includes(path))}
        placeholder={draft.match.length === 0 ? t('words.auto') : undefined}
        onChange={(match) => changeDraft({ match })}
      />
      {linked && (
        <Switch label={t('linked.label')} description={t('linked.text')}
          checked={draft.createLinked}
          onChange={(event) => changeDraft({ createLinked: event.currentTarget.checked })} />
      )}
    </section>
  );
}
