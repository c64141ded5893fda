/** Records the person opened lately. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { useRecentRecords } from '@/shared/lib/recent';
import { EntityBadge } from '@/shared/ui';

export function RecentRecords() {
  const { t } = useTranslation('home');
  const { entities } = useMetadata();
  const { data: links = [] } = useRecentRecords(8);
  return (
    <section className="home-card">
      <header className="home-head"><h2>{t('recent')}</h2></header>
      {links.length === 0 && <p className="home-none muted">{t('noRecent')}</p>}
      <ul className="home-list">
        {links.map(({ entity: name, id, name: title }) => {
          const entity = entities[name];
          return entity && (
            <li key={id}>
              <Link className="home-row" to="/o/$entity/$id" params={{ entity: name, id }}>
                <EntityBadge name={entity.icon} color={entity.color} size={24} />
                <span className="home-row-name clip">{title}</span>
                <span className="muted home-kind">{entity.labels.one}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
