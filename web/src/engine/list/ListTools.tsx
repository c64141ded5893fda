/** The second bar of a list: table or board, the filter, order, columns, what else can be done. */
import { ActionIcon, Menu, VisuallyHidden } from '@mantine/core';
import {
  IconCheck,
  IconDots,
  IconFileExport,
  IconFileImport,
  IconHistory,
  IconLink,
  IconPrinter,
  IconTrash,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterChips } from '@/engine/filters/FilterChips';
import { readTree } from '@/engine/filters/filter_tree';
import { useGroupWords } from '@/engine/filters/use_group_words';
import { canCreate, useMetadata } from '@/shared/api';
import { useHotkey } from '@/shared/hotkeys';
import { setDensity, usePreferences, type Density } from '@/shared/lib/preferences';
import { Kbd, notify, notifyError, Segmented } from '@/shared/ui';
import { LateMenu } from '@/shared/ui/LateMenu';
import { columnsOf } from '../grid/columns';
import { KIND_ICONS, kindsOf, nextKind } from '../views/kinds';
import type { ListKind } from '../views/kind_names';
import type { ListControl } from '../views/use_list_state';
import { ViewChanges } from '../views/ViewChanges';
import { ColumnPicker } from './ColumnPicker';
import { exportRows } from './export_rows';
import { listQuery } from './list_query';
import type { PrintOrder } from './print_list';
import { SortMenu } from './SortMenu';

const BatchHistory = lazy(() => import('../batches/BatchHistory'));

const icon = { size: 16, stroke: 1.7 };

export function ListTools({ list, phone }: { list: ListControl; phone: boolean }) {
  const { entity, state } = list;
  return (
    <div className="list-tools">
      {kindsOf(entity).length > 1 && <KindSwitch list={list} phone={phone} />}
      <div className="list-chips">
        <FilterChips
          entity={entity}
          filter={state.filter}
          onChange={(filter) => list.set({ filter })}
        >
          <SortMenu list={list} />
        </FilterChips>
      </div>
      <div className="list-tools-right">
        {!phone && <ViewChanges list={list} />}
        {!phone && <ColumnPicker list={list} />}
        <MoreMenu list={list} phone={phone} />
      </div>
    </div>
  );
}

function KindSwitch({ list, phone }: { list: ListControl; phone: boolean }) {
  const { t } = useTranslation('lists');
  const { entity, state: { kind } } = list;
  const kinds = kindsOf(entity);
  // With their words while they are few; on a phone, and when there are many, as icons.
  const bare = phone || kinds.length > 2;
  useHotkey('KeyV', () => list.set({ kind: nextKind(entity, kind) }), {
    label: t('key.kind'),
    group: t('group'),
  });
  const option = (value: ListKind) => {
    const Icon = KIND_ICONS[value];
    const label = t(`kind.${value}`);
    return {
      value,
      label: (
        <span className="kind-option" title={bare ? label : undefined}>
          <Icon size={phone ? 18 : bare ? 16 : 14} stroke={1.7} />
          {bare ? <VisuallyHidden>{label}</VisuallyHidden> : label}
        </span>
      ),
    };
  };
  return (
    <Segmented
      size="xs"
      value={kind}
      aria-label={t('kind.label')}
      data={kinds.map(option)}
      onChange={(value) => list.set({ kind: value })}
    />
  );
}

const DENSITIES: Density[] = ['compact', 'normal', 'roomy'];

/** Prints what the list finds, not only the rows in sight; Ctrl+P does the same. */
function usePrint(list: ListControl, columns: PrintOrder['columns']) {
  const { t } = useTranslation('lists');
  const metadata = useMetadata();
  const { entity, state, search } = list;
  const about = useGroupWords(metadata, entity, readTree(state.filter));
  const print = () => {
    // A record over the list is what is looked at.
    if (search.open) return window.print();
    const query = listQuery(entity, state, search.q);
    void import('./print_list')
      .then(({ printList }) =>
        printList({ metadata, entity, columns, query, about, view: list.view?.name }))
      .catch(notifyError);
  };
  useHotkey('mod+KeyP', print, { label: t('common:print'), group: t('group') });
  return print;
}

function MoreMenu({ list, phone }: { list: ListControl; phone: boolean }) {
  const { t } = useTranslation('lists');
  const metadata = useMetadata();
  const navigate = useNavigate();
  const [history, setHistory] = useState(false);
  const density = usePreferences((preferences) => preferences.density);
  const { entity, state } = list;
  const columns = columnsOf(metadata, entity, state.columns, {});
  const exportAll = () => {
    notify(t('exporting'));
    const query = listQuery(entity, state, list.search.q);
    exportRows({ metadata, entity, columns, query }).then(
      (count) => notify(t('exported', { count })),
      notifyError,
    );
  };
  const print = usePrint(list, columns);
  const copyLink = () =>
    navigator.clipboard
      .writeText(window.location.href)
      .then(() => notify(t('linkCopied')), notifyError);
  return (
    <>
      <LateMenu position="bottom-end" width={240} button={(
        <ActionIcon aria-label={t('more')}>
          <IconDots {...icon} />
        </ActionIcon>
      )}>
        {entity.rights.export && (
          <Menu.Item leftSection={<IconFileExport {...icon} />} onClick={exportAll}>
            {t('export')}
          </Menu.Item>
        )}
        {canCreate(entity) && (
          <Menu.Item
            leftSection={<IconFileImport {...icon} />}
            onClick={() => void navigate({ to: '/import', search: { entity: entity.name } })}
          >
            {t('import')}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconPrinter {...icon} />} onClick={print}
          rightSection={phone ? null : <Kbd keys="mod+KeyP" />}>
          {t('common:print')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLink {...icon} />} onClick={() => void copyLink()}>
          {t('copyLink')}
        </Menu.Item>
        {(entity.rights.update || entity.rights.delete) && (
          <Menu.Item leftSection={<IconHistory {...icon} />} onClick={() => setHistory(true)}>
            {t('batches')}
          </Menu.Item>
        )}
        {entity.rights.deleted && (
          <Menu.Item
            leftSection={<IconTrash {...icon} />}
            onClick={() => void navigate({ to: '/bin', search: { entity: entity.name } })}
          >
            {t('common:nav.bin')}
          </Menu.Item>
        )}
        {!phone && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('density.label')}</Menu.Label>
            {DENSITIES.map((each) => (
              <Menu.Item
                key={each}
                onClick={() => setDensity(each)}
                rightSection={density === each && <IconCheck {...icon} />}
              >
                {t(`density.${each}`)}
              </Menu.Item>
            ))}
          </>
        )}
      </LateMenu>
      <Suspense>{history && <BatchHistory onClose={() => setHistory(false)} />}</Suspense>
    </>
  );
}
