/** "You changed this view": save it, save it as another, or put it back. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notify, notifyError } from '@/shared/ui';
import { changeView } from './saved_views';
import type { ListControl } from './use_list_state';
import { definitionOf } from './view_state';
import { useSums, useWidths } from './widths';

const ViewDialog = lazy(() => import('./ViewDialog'));

export function ViewChanges({ list }: { list: ListControl }) {
  const { t } = useTranslation('lists');
  const [dialog, setDialog] = useState(false);
  const { view, state } = list;
  const widths = useWidths(list.entity.name, view);
  const sums = useSums(list.entity.name, view);
  if (!list.changed) return null;
  const save = async () => {
    if (!view) return;
    try {
      await changeView(view.id, {
        kind: state.kind,
        definition: definitionOf(state, widths, sums),
      });
      list.reset();
      notify(t('viewSaved'));
    } catch (error) {
      notifyError(error);
    }
  };
  return (
    <span className="view-changes">
      {view && (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={list.reset}>
          {t('reset')}
        </Button>
      )}
      <Button size="compact-sm" variant="subtle" onClick={() => setDialog(true)}>
        {t('saveAs')}
      </Button>
      {view?.mine && (
        <Button size="compact-sm" variant="light" onClick={() => void save()}>
          {t('common:save')}
        </Button>
      )}
      <Suspense>{dialog && <ViewDialog list={list} onClose={() => setDialog(false)} />}</Suspense>
    </span>
  );
}
