/** "You changed this view": save it, save it as another, or put it back. */
import { ActionIcon, Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Hint } from '@/shared/ui/Hint';
import type { ListControl } from './use_list_state';
import { useSaveView } from './use_save_view';

const ViewDialog = lazy(() => import('./ViewDialog'));

export function ViewChanges({ list }: { list: ListControl }) {
  const { t } = useTranslation('lists');
  const [dialog, setDialog] = useState(false);
  const { view } = list;
  const save = useSaveView(list);
  if (!list.changed) return null;
  return (
    <span className="view-changes">
      {view && (
        <Hint label={t('reset')}>
          <ActionIcon aria-label={t('reset')} onClick={list.reset}>
            <IconArrowBackUp size={16} stroke={1.7} />
          </ActionIcon>
        </Hint>
      )}
      <Button size="compact-sm" variant="subtle" onClick={() => setDialog(true)}>
        {t('saveAs')}
      </Button>
      {view?.mine && !view.locked && (
        <Button size="compact-sm" variant="light" onClick={save}>
          {t('common:save')}
        </Button>
      )}
      <Suspense>{dialog && <ViewDialog list={list} onClose={() => setDialog(false)} />}</Suspense>
    </span>
  );
}
