/** Which records of an entity: in words, and changed in the editor of filters. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readTree, writeTree } from '@/engine/filters/filter_tree';
import { useGroupWords } from '@/engine/filters/use_group_words';
import { useMetadata, type Entity, type Filter } from '@/shared/api';

const FilterBuilder = lazy(() => import('@/engine/filters/FilterBuilder'));

interface Props {
  label: string;
  entity: Entity;
  filter: Filter | null;
  error?: string;
  onChange: (filter: Filter | null) => void;
}

export function ConditionField({ label, entity, filter, error, onChange }: Props) {
  const { t } = useTranslation('settings');
  const [opened, setOpened] = useState(false);
  const tree = readTree(filter ?? undefined);
  const words = useGroupWords(useMetadata(), entity, tree);
  return (
    <div className="condition-field" role="group" aria-label={label}>
      <span className={error ? 'condition-words wrong' : 'condition-words'}>
        {tree.items.length === 0 ? t('sharing.all') : words}
      </span>
      <Button size="compact-sm" variant="default" onClick={() => setOpened(true)}>
        {t('sharing.change')}
      </Button>
      {error && <span className="condition-error" role="alert">{error}</span>}
      {opened && (
        <Suspense>
          <FilterBuilder entity={entity} tree={tree} onClose={() => setOpened(false)}
            onApply={(next) => onChange(writeTree(next) ?? null)} />
        </Suspense>
      )}
    </div>
  );
}
