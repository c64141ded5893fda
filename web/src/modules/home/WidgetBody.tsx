/** What each kind of widget shows. */
import { useMetadata } from '@/shared/api';
import { loadable } from '@/shared/lib/loadable';
import { SkeletonRows } from '@/shared/ui';
import { Agenda } from './Agenda';
import { useAgenda } from './agenda';
import { Deals } from './Deals';
import { Figures } from './Figures';
import type { Widget } from './layout';
import { RecentRecords } from './RecentRecords';

const Waiting = () => <section className="home-card"><SkeletonRows rows={4} /></section>;
const FirstSteps = loadable(() => import('./FirstSteps'));
const Kpi = loadable(() => import('./Kpi'), { Waiting });
const ViewWidget = loadable(() => import('./ViewWidget'), { Waiting });
const Week = loadable(() => import('./Week'), { Waiting });

export function WidgetBody({ widget }: { widget: Widget }) {
  const { deals } = useMetadata().entities;
  switch (widget.kind) {
    case 'figures': return <FigureRow />;
    case 'today': return <Today which="all" />;
    case 'overdue': return <Today which="late" />;
    case 'deals': return deals ? <Deals entity={deals} /> : null;
    case 'recent': return <RecentRecords />;
    case 'steps': return <FirstSteps />;
    case 'kpi': return <Kpi />;
    case 'week': return <Week />;
    case 'view': return <ViewWidget view={widget.view!} entity={widget.entity!} />;
  }
}

function FigureRow() {
  const { deals } = useMetadata().entities;
  return <Figures agenda={useAgenda()} deals={deals} />;
}

const Today = ({ which }: { which: 'all' | 'late' }) =>
  <Agenda agenda={useAgenda()} which={which} />;
