/** Keeps in a saved view what its list shows now. */
import { useTranslation } from 'react-i18next';
import { notify, notifyError } from '@/shared/ui';
import { changeView } from './saved_views';
import type { ListControl } from './use_list_state';
import { definitionOf } from './view_state';
import { useSums, useWidths } from './widths';

export function useSaveView(list: ListControl): () => void {
  const { t } = useTranslation('lists');
  const { view, state } = list;
  const widths = useWidths(list.entity.name, view);
  const sums = useSums(list.entity.name, view);
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
  return () => void save();
}
