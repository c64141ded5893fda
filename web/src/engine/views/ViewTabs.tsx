/** Saved views over a list: everything, the pinned ones, the rest in a menu. */
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconBookmarkPlus,
  IconChevronDown,
  IconDeviceFloppy,
  IconLock,
  IconLockOpen,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconTrash,
  IconUser,
  IconUsers,
  IconWorld,
} from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deleteWithUndo } from '@/engine/undo';
import { refreshLists } from '@/shared/api';
import { notifyError } from '@/shared/ui';
import { LateMenu } from '@/shared/ui/LateMenu';
import { changeView } from './saved_views';
import type { ListControl } from './use_list_state';
import { useSaveView } from './use_save_view';
import './views.css';
import type { SavedView } from './view_state';

const ViewDialog = lazy(() => import('./ViewDialog'));

const icon = { size: 14, stroke: 1.7 };

export function ViewTabs({ list, phone }: { list: ListControl; phone: boolean }) {
  const { t } = useTranslation('lists');
  const [dialog, setDialog] = useState<{ view?: SavedView }>();
  const { views, view } = list;
  const tabs = views.filter((one) => one.pinned || one === view);
  return (
    <div className="view-tabs">
      {!phone && (
        <div role="tablist" aria-label={t('views')} style={{ display: 'contents' }}>
          <Tab name={t('allRecords')} on={!view} onClick={() => list.chooseView(undefined)} />
          {tabs.map((one) => (
            <Tab
              key={one.id}
              name={one.name}
              on={one === view}
              onClick={() => list.chooseView(one.id)}
            />
          ))}
        </div>
      )}
      <LateMenu position="bottom-start" width={260} panel="view-menu" button={
        phone ? (
          <button type="button" className="view-tab on">
            <span className="clip">{view?.name ?? t('allRecords')}</span>
            {list.changed && view && (
              <span className="view-changed" role="img" aria-label={t('changed')} />
            )}
            <IconChevronDown {...icon} />
          </button>
        ) : (
          <ActionIcon size="sm" aria-label={t('views')}>
            <IconChevronDown {...icon} />
          </ActionIcon>
        )
      }>
        <ViewMenu list={list} onEdit={(one) => setDialog({ view: one })} />
      </LateMenu>
      <Suspense>
        {dialog && <ViewDialog list={list} {...dialog} onClose={() => setDialog(undefined)} />}
      </Suspense>
    </div>
  );
}

const Tab = ({ name, on, onClick }: { name: string; on: boolean; onClick: () => void }) => (
  <button
    type="button"
    role="tab"
    aria-selected={on}
    className={on ? 'view-tab on' : 'view-tab'}
    title={name}
    onClick={onClick}
  >
    <span className="clip">{name}</span>
  </button>
);

const SHARED_ICONS = { own: IconUser, team: IconUsers, everyone: IconWorld };

interface MenuProps {
  list: ListControl;
  /** Opens the dialog for a view, or for a new one. */
  onEdit: (view?: SavedView) => void;
}

function ViewMenu({ list, onEdit }: MenuProps) {
  const { t } = useTranslation('lists');
  const { views, view } = list;
  const save = useSaveView(list);
  const pin = (one: SavedView) =>
    void changeView(one.id, { pinned: !one.pinned }).catch(notifyError);
  const lock = (one: SavedView) =>
    void changeView(one.id, { locked: !one.locked }).catch(notifyError);
  const remove = async (one: SavedView) => {
    list.chooseView(undefined);
    await deleteWithUndo('views', one.id, one.name);
    refreshLists('views');
  };
  return (
    <>
      <Menu.Item onClick={() => list.chooseView(undefined)} fw={view ? undefined : 600}>
        {t('allRecords')}
      </Menu.Item>
      {views.map((one) => {
        const Icon = SHARED_ICONS[one.shared];
        return (
          <Menu.Item
            key={one.id}
            onClick={() => list.chooseView(one.id)}
            leftSection={<Icon {...icon} />}
            rightSection={one.locked && <IconLock {...icon} aria-label={t('locked')} />}
            fw={one === view ? 600 : undefined}
          >
            {one.name}
          </Menu.Item>
        );
      })}
      <Menu.Divider />
      {list.changed && view?.mine && !view.locked && (
        <Menu.Item leftSection={<IconDeviceFloppy {...icon} />} onClick={save}>
          {t('saveChanges')}
        </Menu.Item>
      )}
      {list.changed && view && (
        <Menu.Item leftSection={<IconArrowBackUp {...icon} />} onClick={list.reset}>
          {t('reset')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconBookmarkPlus {...icon} />} onClick={() => onEdit()}>
        {t('saveAs')}
      </Menu.Item>
      {view?.mine && (
        <>
          {!view.locked && (
            <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onEdit(view)}>
              {t('editView')}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={view.pinned ? <IconPinnedOff {...icon} /> : <IconPin {...icon} />}
            onClick={() => pin(view)}
          >
            {t(view.pinned ? 'unpin' : 'pin')}
          </Menu.Item>
          <Menu.Item
            leftSection={view.locked ? <IconLockOpen {...icon} /> : <IconLock {...icon} />}
            onClick={() => lock(view)}
          >
            {t(view.locked ? 'unlock' : 'lock')}
          </Menu.Item>
          {!view.locked && (
            <Menu.Item leftSection={<IconTrash {...icon} />} onClick={() => void remove(view)}>
              {t('deleteView')}
            </Menu.Item>
          )}
        </>
      )}
    </>
  );
}
