/** The list of an entity, as a table, a board or the rows of a phone. */
import './list.css';
import { Navigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEntity, useSession, type Entity } from '@/shared/api';
import { EmptyState, SkeletonRows, useDocumentTitle, usePhone } from '@/shared/ui';
import { RecordDrawer } from '../record';
import { lastList } from '../views/last_state';
import { useListState } from '../views/use_list_state';
import { ListBar } from './ListBar';
import { ListTools } from './ListTools';
import { readOpen } from './search_params';
import { TableList } from './TableList';

const Board = lazy(() => import('../kanban/Board'));
const PhoneList = lazy(() => import('./PhoneList'));

export default function ListScreen() {
  const { t } = useTranslation();
  const { entity: name } = useParams({ from: '/inside/o/$entity' });
  const entity = useEntity(name);
  if (!entity) return <EmptyState title={t('error.notFound')} />;
  return <Remembered key={name} entity={entity} />;
}

/** Opened by its bare address, a list shows what it showed last. */
function Remembered({ entity }: { entity: Entity }) {
  const { user } = useSession();
  const search = useSearch({ from: '/inside/o/$entity' });
  const [last] = useState(() =>
    (Object.keys(search).length === 0 ? lastList(user.id, entity.name) : undefined));
  const [asked, setAsked] = useState(last === undefined);
  if (!asked && Object.keys(search).length > 0) setAsked(true);
  if (last && !asked) {
    return <Navigate to="/o/$entity" params={{ entity: entity.name }} search={last} replace />;
  }
  return <List entity={entity} />;
}

function List({ entity }: { entity: Entity }) {
  const phone = usePhone();
  const list = useListState(entity);
  useDocumentTitle(list.view ? `${list.view.name} · ${entity.labels.many}` : entity.labels.many);
  const kanban = list.state.kind === 'kanban';
  return (
    <section className="list">
      <ListBar list={list} phone={phone} />
      <ListTools list={list} phone={phone} />
      <Suspense fallback={<SkeletonRows rows={12} />}>
        {!list.ready ? <SkeletonRows rows={12} />
          : kanban ? <Board list={list} />
            : phone ? <PhoneList list={list} /> : <TableList list={list} />}
      </Suspense>
      <RecordDrawer record={readOpen(list.search.open)} onOpen={list.open} />
    </section>
  );
}
