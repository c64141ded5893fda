/** The side bar: search, what to create, areas with their entities, administration, the person. */
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconBell, IconLayoutSidebar, IconPlus, IconSearch } from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { useMetadata } from '@/shared/api';
import { EntityIcon, Kbd } from '@/shared/ui';
import { unreadText, useUnread } from '@/shared/lib/notices';
import { openNotices, openPalette } from '@/shared/lib/overlays';
import { usePlaces, type PlacePart } from '@/shared/lib/places';
import { toggleSidebar, usePreferences } from '@/shared/lib/preferences';
import { useStars } from '@/shared/lib/stars';
import { useCreatable, useNavigation, useStructure } from './use_navigation';
import { UserMenu } from './UserMenu';

const icon = { size: 16, stroke: 1.7 };

export function Sidebar() {
  const { t } = useTranslation();
  const folded = usePreferences((state) => state.folded);
  return (
    <aside className={folded ? 'sidebar folded' : 'sidebar'}>
      <div className="sidebar-head">
        <img className="sidebar-logo" src="/icon.svg" alt="" />
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
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <ActionIcon variant="filled" color="accent" aria-label={t('create')}>
          <IconPlus {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {creatable.map((entity) => (
          <Menu.Item key={entity.name} leftSection={<EntityIcon name={entity.icon} />}
            onClick={() => openQuickCreate(entity.name)}>
            {entity.labels.new}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface ItemProps {
  folded: boolean;
  label: string;
  icon: ReactNode;
  link: LinkProps;
}

const NavItem = ({ folded, label, icon: face, link }: ItemProps) => (
  <Tooltip label={label} position="right" disabled={!folded}>
    <Link {...link} className="nav-item" activeProps={{ className: 'active' }}
      activeOptions={{ exact: link.to === '/', includeSearch: false }} aria-label={label}>
      {face}
      <span className="clip">{label}</span>
    </Link>
  </Tooltip>
);

function NoticesItem({ folded }: { folded: boolean }) {
  const { t } = useTranslation();
  const unread = useUnread();
  const label = t('nav.notices');
  return (
    <Tooltip label={label} position="right" disabled={!folded}>
      <button type="button" className="nav-item" onClick={openNotices}
        aria-label={unread > 0 ? t('nav.unread', { count: unread }) : label}>
        <span className={unread > 0 ? 'nav-bell unread' : 'nav-bell'}><IconBell {...icon} /></span>
        <span className="clip grow">{label}</span>
        {unread > 0 && <span className="nav-count num">{unreadText(unread)}</span>}
      </button>
    </Tooltip>
  );
}

const STARS_SHOWN = 12;

/** Records that the person has starred. */
function Favourites() {
  const { t } = useTranslation();
  const { entities } = useMetadata();
  const stars = useStars();
  if (stars.length === 0) return null;
  return (
    <div>
      <div className="sidebar-area">{t('nav.stars')}</div>
      {stars.slice(0, STARS_SHOWN).map(({ id, entity, name }) => (
        <NavItem key={id} folded={false} label={name || t('hiddenName')}
          icon={<EntityIcon name={entities[entity]?.icon ?? 'star'} />}
          link={{ to: '/o/$entity/$id', params: { entity, id } }} />
      ))}
    </div>
  );
}

interface PlacesProps {
  folded: boolean;
  part: PlacePart;
}

function Places({ folded, part }: PlacesProps) {
  const { t } = useTranslation();
  return usePlaces(part).map(({ to, word, Icon }) => (
    <NavItem key={to} folded={folded} label={t(`nav.${word}`)} icon={<Icon {...icon} />}
      link={{ to }} />
  ));
}

function Navigation({ folded }: { folded: boolean }) {
  const { t } = useTranslation();
  const areas = useNavigation();
  const structure = useStructure();
  return (
    <nav className="sidebar-nav" aria-label={t('nav.label')}>
      <Places folded={folded} part="start" />
      <NoticesItem folded={folded} />
      {!folded && <Favourites />}
      {areas.map((area) => (
        <div key={area.name}>
          {!folded && <div className="sidebar-area">{area.label}</div>}
          {area.entities.map((entity) => (
            <NavItem key={entity.name} folded={folded} label={entity.labels.many}
              icon={<EntityIcon name={entity.icon} />}
              link={{ to: '/o/$entity', params: { entity: entity.name } }} />
          ))}
        </div>
      ))}
      {!folded && <div className="sidebar-area">{t('nav.service')}</div>}
      <Places folded={folded} part="service" />
      <Places folded={folded} part="settings" />
      {structure.map(({ name, labels, icon }) => (
        <NavItem key={name} folded={folded} label={labels.many} icon={<EntityIcon name={icon} />}
          link={{ to: '/o/$entity', params: { entity: name } }} />
      ))}
    </nav>
  );
}
