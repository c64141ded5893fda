/** The list of an entity, as a table, a board or the rows of a phone. */
import './list.css';
import { Navigate, useParams, useSearch } from '@tanstack/react-router';
import { Suspense, useState, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useEntity, useSession, type Entity } from '@/shared/api';
import { EmptyState, SkeletonRows, useDocumentTitle, usePhone } from '@/shared/ui';
import { loadable } from '@/shared/lib/loadable';
import { RecordDrawer } from '../record';
import { lastList } from '../views/last_state';
import type { ListKind } from '../views/kind_names';
import { firstSearch, useSavedViews } from '../views/saved_views';
import { useListState, type ListControl } from '../views/use_list_state';
import { ListBar } from './ListBar';
import { ListTools } from './ListTools';
import { isBare, readOpen } from './search_params';
import { TableList } from './TableList';

export { prepareList } from './prepare_list';

const Waiting = () => <SkeletonRows rows={12} />;
const PhoneList = loadable(() => import('./PhoneList'), { Waiting });

/** What shows a list that is no table: each kind that suits an entity has its screen. */
const SCREENS: { [kind in ListKind]?: ComponentType<{ list: ListControl }> } = {
  kanban: loadable(() => import('../kanban/Board'), { words: ['board'], Waiting }),
  calendar: loadable(() => import('../calendar/CalendarView'), { words: ['calendar'], Waiting }),
  map: loadable(() => import('../map/MapView'), { words: ['map'], Waiting }),
};

export default function ListScreen() {
  const { t } = useTranslation();
  const { entity: name } = useParams({ from: '/inside/o/$entity' });
  const entity = useEntity(name);
  if (!entity) return <EmptyState title={t('error.notFound')} />;
  return <Remembered key={name} entity={entity} />;
}

/**
 * Opened by its bare address, a list shows what it showed last; the first time, the view that is
 * meant for the person's role.
 */
function Remembered({ entity }: { entity: Entity }) {
  const { user } = useSession();
  const search = useSearch({ from: '/inside/o/$entity' });
  const bare = isBare(search);
  const [last] = useState(() => (bare ? lastList(user.id, entity.name) : search));
  const { views, known } = useSavedViews(entity.name);
  const [settled, setSettled] = useState(!bare || (last !== undefined && isBare(last)));
  if (settled) return <List entity={entity} />;
  const first = last ?? (known ? firstSearch(views, user.role.id) : undefined);
  if (first === undefined) return <SkeletonRows rows={12} />;
  if (!bare || isBare(first)) setSettled(true);
  return bare && !isBare(first)
    ? <Navigate to="/o/$entity" params={{ entity: entity.name }} search={first} replace />
    : <List entity={entity} />;
}

function List({ entity }: { entity: Entity }) {
  const phone = usePhone();
  const list = useListState(entity);
  useDocumentTitle(list.view ? `${list.view.name} · ${entity.labels.many}` : entity.labels.many);
  const Screen = SCREENS[list.state.kind] ?? (phone ? PhoneList : TableList);
  return (
    <section className="list">
      <ListBar list={list} phone={phone} />
      <ListTools list={list} phone={phone} />
      <Suspense fallback={<Waiting />}>
        {list.ready ? <Screen list={list} /> : <Waiting />}
      </Suspense>
      <RecordDrawer record={readOpen(list.search.open)} onOpen={list.open} />
    </section>
  );
}
