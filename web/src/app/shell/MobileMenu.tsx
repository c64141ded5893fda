/** Everything the tab bar has no room for. */
import { IconBell, IconLogout, IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES } from '@/shared/i18n';
import { EntityIcon, Segmented } from '@/shared/ui';
import { unreadText, useUnread } from '@/shared/lib/notices';
import { openNotices, openPalette } from '@/shared/lib/overlays';
import { usePlaces, type Place } from '@/shared/lib/places';
import { useAccount } from '@/shared/lib/use_account';
import { useNavigation, useStructure } from './use_navigation';

const icon = { size: 20, stroke: 1.6 };
interface PlaceLinkProps {
  place: Place;
  onDone: () => void;
}

function PlaceLink({ place: { to, word, Icon }, onDone }: PlaceLinkProps) {
  const { t } = useTranslation();
  return (
    <Link className="nav-item" onClick={onDone} to={to}>
      <Icon {...icon} />
      <span className="clip">{t(`nav.${word}`)}</span>
    </Link>
  );
}

export function MobileMenu({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const areas = useNavigation();
  const structure = useStructure();
  const account = useAccount();
  const unread = useUnread();
  const start = usePlaces('start').filter(({ to }) => to !== '/');  // that is a tab
  const service = usePlaces('service', 'account', 'settings');
  const search = () => {
    onDone();
    openPalette();
  };
  const notices = () => {
    onDone();
    openNotices();
  };
  return (
    <nav aria-label={t('nav.more')}>
      <button type="button" className="nav-item" onClick={search}>
        <IconSearch {...icon} />
        <span className="clip">{t('search')}</span>
      </button>
      <button type="button" className="nav-item" onClick={notices}>
        <IconBell {...icon} />
        <span className="clip grow">{t('nav.notices')}</span>
        {unread > 0 && <span className="nav-count num">{unreadText(unread)}</span>}
      </button>
      {start.map((place) => <PlaceLink key={place.to} place={place} onDone={onDone} />)}
      {areas.map((area) => (
        <div key={area.name}>
          <div className="sidebar-area">{area.label}</div>
          {area.entities.map((entity) => (
            <Link key={entity.name} className="nav-item" onClick={onDone} to="/o/$entity"
              params={{ entity: entity.name }}>
              <EntityIcon name={entity.icon} {...icon} />
              <span className="clip">{entity.labels.many}</span>
            </Link>
          ))}
        </div>
      ))}
      <div className="sidebar-area">{t('nav.service')}</div>
      {service.map((place) => <PlaceLink key={place.to} place={place} onDone={onDone} />)}
      {structure.map((entity) => (
        <Link key={entity.name} className="nav-item" onClick={onDone} to="/o/$entity"
          params={{ entity: entity.name }}>
          <EntityIcon name={entity.icon} {...icon} />
          <span className="clip">{entity.labels.many}</span>
        </Link>
      ))}
      <button type="button" className="nav-item" onClick={account.leave}>
        <IconLogout {...icon} />
        <span className="clip">{t('signOut')}</span>
      </button>
      <div className="sidebar-area">{t('theme.label')}</div>
      <Segmented fullWidth value={account.colorScheme}
        onChange={account.setColorScheme}
        data={(['light', 'dark', 'auto'] as const).map((scheme) => ({
          value: scheme, label: t(`theme.${scheme}`),
        }))} />
      <div className="sidebar-area">{t('language')}</div>
      <Segmented fullWidth value={currentLanguage()}
        onChange={account.setLanguage}
        data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))} />
    </nav>
  );
}
