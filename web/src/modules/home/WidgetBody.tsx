/** What each kind of widget shows. */
import { lazy, Suspense } from 'react';
import { useMetadata } from '@/shared/api';
import { SkeletonRows } from '@/shared/ui';
import { Agenda } from './Agenda';
import { useAgenda } from './agenda';
import { Deals } from './Deals';
import { Figures } from './Figures';
import type { Widget } from './layout';
import { RecentRecords } from './RecentRecords';

const FirstSteps = lazy(() => import('./FirstSteps'));
const Kpi = lazy(() => import('./Kpi'));
const ViewWidget = lazy(() => import('./ViewWidget'));
const Week = lazy(() => import('./Week'));

const Waiting = () => <section className="home-card"><SkeletonRows rows={4} /></section>;

export function WidgetBody({ widget }: { widget: Widget }) {
  const { deals } = useMetadata().entities;
  switch (widget.kind) {
    case 'figures': return <FigureRow />;
    case 'today': return <Today which="all" />;
    case 'overdue': return <Today which="late" />;
    case 'deals': return deals ? <Deals entity={deals} /> : null;
    case 'recent': return <RecentRecords />;
    case 'steps': return <Suspense><FirstSteps /></Suspense>;
    case 'kpi': return <Suspense fallback={<Waiting />}><Kpi /></Suspense>;
    case 'week': return <Suspense fallback={<Waiting />}><Week /></Suspense>;
    case 'view': return (
      <Suspense fallback={<Waiting />}>
        <ViewWidget view={widget.view!} entity={widget.entity!} />
      </Suspense>
    );
  }
}

function FigureRow() {
  const { deals } = useMetadata().entities;
  return <Figures agenda={useAgenda()} deals={deals} />;
}

const Today = ({ which }: { which: 'all' | 'late' }) =>
  <Agenda agenda={useAgenda()} which={which} />;
