/** Lines of warning under the head of a record, each with what to do about it. */
import { IconAlertTriangle, IconCalendarPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { formatRelative } from '@/shared/i18n/relative';
import { mayCompose } from '../../timeline/composer/kinds';
import { pathField, stepsOf } from '../../stage_path';
import { useRecordPage } from '../record_context';
import { TwinsWarning } from './TwinsWarning';
import { isIdle, isLate } from './warnings';

const icon = { size: 16, stroke: 1.7 };

function useEnded(): boolean {
  const metadata = useMetadata();
  const { entity, record } = useRecordPage();
  const field = pathField(entity);
  const steps = field ? stepsOf(metadata, field, record) : [];
  const current = steps.find(({ state }) => state === 'current');
  return !!record.converted_at || !!record.closed_at
    || (current !== undefined && current.kind !== 'open');
}

export function Warnings() {
  const { t } = useTranslation('record');
  const { entities } = useMetadata();
  const { entity, record, compose } = useRecordPage();
  const ended = useEnded();
  const mayPlan = mayCompose(entities.tasks, entity.name);
  const plan = mayPlan && (
    <button type="button" className="text-button" onClick={() => compose('tasks')}>
      {t('warning.plan')}
    </button>
  );
  return (
    <>
      {!ended && isLate(record) && (
        <div className="warning late">
          <IconAlertTriangle {...icon} />
          <span>
            {t('warning.late', { when: formatRelative(String(record.next_activity_at)) })}
          </span>
        </div>
      )}
      {isIdle(entity, record, ended) && (
        <div className="warning idle">
          <IconCalendarPlus {...icon} />
          <span>{t('warning.idle')}</span>
          {plan}
        </div>
      )}
      <TwinsWarning />
    </>
  );
}
