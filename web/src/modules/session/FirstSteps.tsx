/** After the company is set up: three ways to begin, none of them a must. */
import { Button } from '@mantine/core';
import {
  IconArrowRight, IconCurrencyDollar, IconFileImport, IconUserPlus,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { AuthFrame } from './AuthFrame';

const icon = { size: 24, stroke: 1.5 };
const STEPS = [
  ['import', IconFileImport], ['invite', IconUserPlus], ['deal', IconCurrencyDollar],
] as const;

export function FirstSteps() {
  const { t } = useTranslation('session');
  const navigate = useNavigate();
  const go = {
    import: () => void navigate({ to: '/import' }),
    invite: () => void navigate({ to: '/settings/users' }),
    deal: () => {
      openQuickCreate('deals');
      void navigate({ to: '/o/$entity', params: { entity: 'deals' } });
    },
  };
  return (
    <AuthFrame title={t('steps.title')} text={t('steps.text')} wide>
      <div className="first-steps">
        {STEPS.map(([step, Icon]) => (
          <button key={step} type="button" className="first-step" onClick={go[step]}>
            <Icon {...icon} />
            <span>
              <strong>{t(`steps.${step}`)}</strong>
              <span className="muted">{t(`steps.${step}Text`)}</span>
            </span>
          </button>
        ))}
      </div>
      <Button variant="subtle" fullWidth rightSection={<IconArrowRight size={16} stroke={1.7} />}
        onClick={() => void navigate({ to: '/', replace: true })}>
        {t('steps.look')}
      </Button>
    </AuthFrame>
  );
}
