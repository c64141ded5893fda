/** The bar at the bottom of a phone. */
import { IconHome, IconMenu2, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/shared/api';
import { EntityIcon } from '@/shared/ui';
import { useUnread } from '@/shared/lib/notices';
import { openSheet } from '@/shared/lib/overlays';
import { useNavigation } from './use_navigation';

const icon = { size: 20, stroke: 1.6 };
const WANTED = ['deals', 'tasks'];

/** Deals and tasks where the person may see them, else the first entities of the side bar. */
function useTabs(): (Entity | undefined)[] {
  const all = useNavigation().flatMap((area) => area.entities);
  const wanted = WANTED.map((name) => all.find((entity) => entity.name === name));
  const rest = all.filter((entity) => !wanted.includes(entity));
  return wanted.map((entity) => entity ?? rest.shift());
}

const EntityTab = ({ entity }: { entity: Entity | undefined }) => (entity ? (
  <Link to="/o/$entity" params={{ entity: entity.name }} className="tab"
    activeProps={{ className: 'active' }} activeOptions={{ includeSearch: false }}>
    <EntityIcon name={entity.icon} {...icon} />
    <span className="clip">{entity.labels.many}</span>
  </Link>
) : <span />);

export function MobileTabs() {
  const { t } = useTranslation();
  const [first, second] = useTabs();
  const unread = useUnread();
  return (
    <nav className="tabbar" aria-label={t('nav.label')}>
      <Link to="/" className="tab" activeProps={{ className: 'active' }}
        activeOptions={{ exact: true }}>
        <IconHome {...icon} />
        <span className="clip">{t('nav.home')}</span>
      </Link>
      <EntityTab entity={first} />
      <button type="button" className="tab" aria-label={t('create')}
        onClick={() => openSheet('create')}>
        <span className="tab-plus"><IconPlus {...icon} /></span>
      </button>
      <EntityTab entity={second} />
      <button type="button" className="tab" onClick={() => openSheet('more')}>
        <span className={unread > 0 ? 'nav-bell unread' : 'nav-bell'}><IconMenu2 {...icon} /></span>
        <span className="clip">{t('nav.more')}</span>
      </button>
    </nav>
  );
}
