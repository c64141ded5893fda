/** The way from an empty company to work, for its administrator, until all of it is done. */
import { Button } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleDashed } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { useAggregate } from '@/engine/list/aggregate';
import { api, isAdministrator, useSession } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import { samplesQuery } from './samples';

const SampleDialog = lazy(() => import('./SampleDialog'));

export default function FirstSteps() {
  return isAdministrator(useSession()) ? <Steps /> : null;
}

interface Step {
  key: string;
  /** Undefined: not known yet. */
  done: boolean | undefined;
  act: () => void;
}

function Steps() {
  const { t } = useTranslation('home');
  const navigate = useNavigate();
  const samples = useQuery(samplesQuery).data?.records;
  const [removing, setRemoving] = useState(false);
  const mine = { field: 'created_by', op: 'eq' as const, value: 'me' };
  const deals = useAggregate('deals', { filter: mine, measures: [] }).data;
  const users = useAggregate('users', {
    filter: { field: 'active', op: 'eq', value: true }, measures: [],
  }).data;
  const imports = useQuery({
    queryKey: ['imports', 'any'],
    queryFn: () => api.get<{ items: unknown[] }>('/imports'),
  }).data;
  // The three people of the samples are no colleagues yet.
  const sampleStaff = samples ? 3 : 0;
  const count = (found: typeof deals) => found && (found.groups[0]?.count ?? 0);
  const some = (number: number | undefined, least: number) =>
    number === undefined ? undefined : number >= least;
  const steps: Step[] = [
    { key: 'deal', done: some(count(deals), 1), act: () => openQuickCreate('deals') },
    { key: 'import', done: imports && imports.items.length > 0,
      act: () => void navigate({ to: '/import' }) },
    { key: 'invite', done: some(count(users), sampleStaff + 2),
      act: () => void navigate({ to: '/settings/users' }) },
  ];
  if (!samples && steps.every(({ done }) => done !== false)) return null;
  return (
    <section className="home-card home-steps">
      <header className="home-head"><h2>{t('widget.steps')}</h2></header>
      <ul className="home-list">
        {steps.map(({ key, done, act }) => (
          <li key={key} className={done ? 'home-step done' : 'home-step'}>
            {done
              ? <IconCircleCheckFilled size={18} color="var(--green)" aria-label={t('stepDone')} />
              : <IconCircleDashed size={18} stroke={1.7} aria-hidden />}
            <button type="button" onClick={act}>{t(`step.${key}`)}</button>
          </li>
        ))}
        {samples ? (
          <li className="home-step">
            <IconCircleDashed size={18} stroke={1.7} aria-hidden />
            <span>{t('step.samples', { number: formatNumber(samples) })}</span>
            <Button size="compact-sm" variant="default" onClick={() => setRemoving(true)}>
              {t('removeSamples')}
            </Button>
          </li>
        ) : null}
      </ul>
      <Suspense>
        {removing && <SampleDialog onClose={() => setRemoving(false)} />}
      </Suspense>
    </section>
  );
}
