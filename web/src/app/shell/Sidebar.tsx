/** The side bar: search, what to create, areas with their entities, administration, the person. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconBell, IconLayoutSidebar, IconPlus, IconSearch } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { useMetadata, type Entity } from '@/shared/api';
import { EntityIcon, Kbd } from '@/shared/ui';
import { unreadText, useUnread } from '@/shared/lib/notices';
import { openNotices, openPalette } from '@/shared/lib/overlays';
import { usePlaces, type PlacePart } from '@/shared/lib/places';
import { toggleSidebar, usePreferences } from '@/shared/lib/preferences';
import { useStars } from '@/shared/lib/stars';
import { Hint } from '@/shared/ui/Hint';
import logo from '@/shared/ui/logo.svg';
import { LateMenu } from '@/shared/ui/LateMenu';
import { preloadLink } from './follow_links';
import { useCreatable, useNavigation, useStructure } from './use_navigation';
import { UserMenu } from './UserMenu';

const icon = { size: 16, stroke: 1.7 };

export function Sidebar() {
  const { t } = useTranslation();
  const folded = usePreferences((state) => state.folded);
  return (
    <aside className={folded ? 'sidebar folded' : 'sidebar'}>
      <div className="sidebar-head">
        <img className="sidebar-logo" src={logo} alt="" />
        {!folded && <span className="sidebar-name">Rapport</span>}
        <ActionIcon onClick={toggleSidebar} aria-label={t('nav.fold')} aria-expanded={!folded}>
          <IconLayoutSidebar {...icon} />
        </ActionIcon>
        <CreateMenu />
      </div>
      <button type="button" className="search-box" onClick={openPalette}
        aria-label={folded ? t('search') : undefined} aria-keyshortcuts="Control+K">
        <IconSearch {...icon} />
        <span className="clip">{t('search')}</span>
        <Kbd keys="mod+KeyK" />
      </button>
      <Navigation folded={folded} />
      <div className="sidebar-foot"><UserMenu folded={folded} /></div>
    </aside>
  );
}

function CreateMenu() {
  const { t } = useTranslation();
  const creatable = useCreatable();
  if (creatable.length === 0) return null;
  return (
    <LateMenu position="bottom-start" width={220} button={(
      <ActionIcon variant="filled" color="accent" aria-label={t('create')}>
        <IconPlus {...icon} />
      </ActionIcon>
    )}>
      {creatable.map((entity) => (
        <Menu.Item key={entity.name} leftSection={<EntityIcon name={entity.icon} />}
          onClick={() => openQuickCreate(entity.name)}>
          {entity.labels.new}
        </Menu.Item>
      ))}
    </LateMenu>
  );
}

/** Folded, an item is an icon alone; open, its words are there to be read. */
const Named = ({ folded, label, children }: ComponentProps<typeof Hint> & { folded: boolean }) =>
  (folded ? <Hint label={label} position="right">{children}</Hint> : children);

interface ItemProps {
  folded: boolean;
  label: string;
  icon: ReactNode;
  href: string;
  /** The address that is open. */
  at: string;
}

const isAt = (at: string, href: string) =>
  at === href || (href !== '/' && at.startsWith(`${href}/`));

// An anchor, for the shell hears its clicks: thirty links of the router's own would all work out
// their addresses at every change of the open one.
function NavItem({ folded, label, icon: face, href, at }: ItemProps) {
  const here = isAt(at, href);
  return (
    <Named folded={folded} label={label}>
      <a href={href} className={here ? 'nav-item active' : 'nav-item'} aria-label={label}
        aria-current={here ? 'page' : undefined} onPointerEnter={preloadLink}>
        {face}
        <span className="clip">{label}</span>
      </a>
    </Named>
  );
}

function NoticesItem({ folded }: { folded: boolean }) {
  const { t } = useTranslation();
  const unread = useUnread();
  const label = t('nav.notices');
  return (
    <Named folded={folded} label={label}>
      <button type="button" className="nav-item" onClick={openNotices}
        aria-label={unread > 0 ? t('nav.unread', { count: unread }) : label}>
        <span className={unread > 0 ? 'nav-bell unread' : 'nav-bell'}><IconBell {...icon} /></span>
        <span className="clip grow">{label}</span>
        {unread > 0 && <span className="nav-count num">{unreadText(unread)}</span>}
      </button>
    </Named>
  );
}

const STARS_SHOWN = 12;

/** Records that the person has starred. */
function Favourites({ at }: { at: string }) {
  const { t } = useTranslation();
  const { entities } = useMetadata();
  const stars = useStars();
  if (stars.length === 0) return null;
  return (
    <div>
      <div className="sidebar-area">{t('nav.stars')}</div>
      {stars.slice(0, STARS_SHOWN).map(({ id, entity, name }) => (
        <NavItem key={id} folded={false} at={at} label={name || t('hiddenName')}
          icon={<EntityIcon name={entities[entity]?.icon ?? 'star'} />}
          href={`/o/${entity}/${id}`} />
      ))}
    </div>
  );
}

interface PlacesProps {
  folded: boolean;
  at: string;
  part: PlacePart;
}

function Places({ folded, at, part }: PlacesProps) {
  const { t } = useTranslation();
  return usePlaces(part).map(({ to, word, Icon }) => (
    <NavItem key={to} folded={folded} at={at} label={t(`nav.${word}`)} icon={<Icon {...icon} />}
      href={to} />
  ));
}

function Navigation({ folded }: { folded: boolean }) {
  const { t } = useTranslation();
  const areas = useNavigation();
  const structure = useStructure();
  const at = useRouterState({ select: ({ location }) => location.pathname });
  const entityItem = ({ name, labels, icon: face }: Entity) => (
    <NavItem key={name} folded={folded} at={at} label={labels.many}
      icon={<EntityIcon name={face} />} href={`/o/${name}`} />
  );
  return (
    <nav className="sidebar-nav" aria-label={t('nav.label')}>
      <Places folded={folded} at={at} part="start" />
      <NoticesItem folded={folded} />
      {!folded && <Favourites at={at} />}
      {areas.map((area) => (
        <div key={area.name}>
          {!folded && <div className="sidebar-area">{area.label}</div>}
          {area.entities.map(entityItem)}
        </div>
      ))}
      {!folded && <div className="sidebar-area">{t('nav.service')}</div>}
      <Places folded={folded} at={at} part="service" />
      <Places folded={folded} at={at} part="settings" />
      {structure.map(entityItem)}
    </nav>
  );
}
