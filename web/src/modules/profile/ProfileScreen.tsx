/** The person's own account: who one is, how the screens look, what one signs in with. */
import './profile.css';
import '@/shared/ui/lines.css';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { profileQuery, useSession } from '@/shared/api';
import { Avatar, ErrorState, Screen, SkeletonRows } from '@/shared/ui';
import { ApiKeys } from './ApiKeys';
import { Factor } from './Factor';
import { Look } from './Look';
import { Password } from './Password';
import { Person } from './Person';
import { Sessions } from './Sessions';
import { SignIns } from './SignIns';

export default function ProfileScreen() {
  const { t } = useTranslation('profile');
  const { user } = useSession();
  const profile = useQuery(profileQuery);
  return (
    <Screen title={t('common:nav.profile')} narrow>
      <div className="profile-head">
        <Avatar name={user.name} size={48} />
        <div style={{ minWidth: 0 }}>
          <div className="profile-name clip">{user.name}</div>
          <div className="muted clip">{user.email} · {user.role.name}</div>
        </div>
      </div>
      <Part title={t('person.title')}>
        {profile.data && <Person key={profile.data.version} profile={profile.data} />}
        {profile.isPending && <SkeletonRows rows={3} />}
        {profile.error && (
          <ErrorState error={profile.error} onRetry={() => void profile.refetch()} />
        )}
      </Part>
      <Part title={t('look.title')}><Look /></Part>
      <Part title={t('password.title')}><Password /></Part>
      <Part title={t('factor.title')} text={t('factor.text')}><Factor /></Part>
      <Part title={t('sessions.title')} text={t('sessions.text')}><Sessions /></Part>
      <Part title={t('signIns.title')}><SignIns /></Part>
      <Part title={t('keys.title')} text={t('keys.text')}>
        <ApiKeys />
        <Link className="link profile-docs" to="/docs">{t('common:nav.apiDocs')}</Link>
      </Part>
    </Screen>
  );
}

const Part = ({ title, text, children }: { title: string; text?: string; children: ReactNode }) => (
  <section className="profile-part" aria-label={title}>
    <h2>{title}</h2>
    {text && <p className="muted">{text}</p>}
    {children}
  </section>
);
