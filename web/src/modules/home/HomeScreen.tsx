/** The first screen: what to do today, how the deals stand, where one was last. */
import './home.css';
import { useTranslation } from 'react-i18next';
import { useMetadata, useSession } from '@/shared/api';
import { formatLongDate } from '@/shared/i18n/format';
import { useDocumentTitle } from '@/shared/ui';
import { Agenda } from './Agenda';
import { useAgenda } from './agenda';
import { Deals } from './Deals';
import { Figures } from './Figures';
import { RecentRecords } from './RecentRecords';

/** The given name: the second word of «Фамилия Имя Отчество», else the first. */
const greeted = (name: string) => {
  const words = name.split(/\s+/);
  return words.length > 2 ? words[1]! : words[0]!;
};

export default function HomeScreen() {
  const { t } = useTranslation('home');
  const { user } = useSession();
  const { deals } = useMetadata().entities;
  const agenda = useAgenda();
  useDocumentTitle(t('common:nav.home'));
  return (
    <section className="home">
      <div className="home-inner">
        <header className="home-top">
          <h1>{t('greeting', { name: greeted(user.name) })}</h1>
          <span className="muted">{formatLongDate(new Date())}</span>
        </header>
        <Figures agenda={agenda} deals={deals} />
        <div className="home-columns">
          <Agenda agenda={agenda} />
          <div className="home-side">
            {deals && <Deals entity={deals} />}
            <RecentRecords />
          </div>
        </div>
      </div>
    </section>
  );
}
