/** Where in the import the person is. */
import { useTranslation } from 'react-i18next';

const STEPS = ['columns', 'check', 'result'] as const;
export type Step = (typeof STEPS)[number];

export function Steps({ current }: { current: Step }) {
  const { t } = useTranslation('import');
  return (
    <ol className="import-steps" aria-label={t('steps.label')}>
      {STEPS.map((step, index) => (
        <li key={step} aria-current={step === current ? 'step' : undefined}
          data-done={index < STEPS.indexOf(current) || undefined}>
          <span className="import-step-number">{index + 1}</span>
          {t(`steps.${step}`)}
        </li>
      ))}
    </ol>
  );
}
