/** The way of a record as chevrons; a click moves it. On a phone: thin bars and one button. */
import './stage_path.css';
import { Menu } from '@mantine/core';
import { IconCheck, IconChevronDown, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type CrmRecord, type Field } from '@/shared/api';
import { dayjs } from '@/shared/i18n/dates';
import { Tag, hue } from '@/shared/ui';
import { Sheet } from '@/shared/ui/Sheet';
import { stepsOf, type Step } from './steps';

interface Props {
  field: Field;
  record: CrmRecord;
  fixed: boolean;
  /** Too narrow for the names of all steps. */
  narrow: boolean;
  /** The list of steps is open: by its button, by the keyboard. */
  opened: boolean;
  onOpen: (opened: boolean) => void;
  onMove: (step: string) => void;
}

/** Days of the calendar since the record came to its step; none when that is not known. */
function daysHere(record: CrmRecord): number {
  const since = record.stage_changed_at;
  if (typeof since !== 'string') return 0;
  return dayjs().startOf('day').diff(dayjs(since).startOf('day'), 'day');
}

export function StagePath(props: Props) {
  const { field, record, fixed, narrow, onMove } = props;
  const { t } = useTranslation('record');
  const steps = stepsOf(useMetadata(), field, record);
  const current = steps.find(({ state }) => state === 'current');
  const days = daysHere(record);
  const time = current?.kind === 'open' && days > 0 ? t('stage.days', { count: days }) : undefined;
  if (steps.length === 0) return null;
  const all = { ...props, steps, current, time };
  return (
    <div className="path" role="group" aria-label={field.label}>
      {narrow ? (
        <div className="path-bars" aria-hidden>
          {steps.filter(({ kind, state }) => kind === 'open' || state === 'current').map((step) => (
            <span key={step.key} className={`path-bar ${look(step)}`} style={hue(step.color)} />
          ))}
        </div>
      ) : (
        <ol className="path-steps">
          {steps.map((step) => (
            <li key={step.key} className={`path-item ${look(step)}`} style={hue(step.color)}>
              <button
                type="button" className="path-step" disabled={fixed} title={step.label}
                aria-current={step.state === 'current' ? 'step' : undefined}
                onClick={() => onMove(step.key)}
              >
                <StepMark step={step} />
                <span className="clip">{step.label}</span>
                {step === current && time && <span className="path-days">{time}</span>}
              </button>
            </li>
          ))}
        </ol>
      )}
      {narrow ? <StepSheet {...all} /> : <StepMenu {...all} />}
    </div>
  );
}

const look = ({ kind, state }: Step) => `${state} ${kind}`;

const StepMark = ({ step }: { step: Step }) => {
  if (step.kind === 'won') return <IconCheck size={14} stroke={2} />;
  if (step.kind === 'lost') return <IconX size={14} stroke={2} />;
  return null;
};

interface StepsProps extends Props {
  steps: Step[];
  current: Step | undefined;
  time: string | undefined;
}

/** All steps in a menu, opened by the keyboard. */
function StepMenu({ steps, current, fixed, opened, onOpen, onMove }: StepsProps) {
  const { t } = useTranslation('record');
  return (
    <Menu opened={opened && !fixed} onChange={onOpen} position="bottom-start" width={240}>
      <Menu.Target>
        <button type="button" className="path-anchor" tabIndex={-1}
          aria-label={t('stage.choose')} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('stage.choose')}</Menu.Label>
        {steps.map((step) => (
          <Menu.Item key={step.key} onClick={() => onMove(step.key)}
            rightSection={step === current && <IconCheck size={16} stroke={1.7} />}>
            <Tag label={step.label} color={step.color} />
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** On a phone: the current step as a button, all of them in a sheet. */
function StepSheet({ steps, current, time, fixed, opened, onOpen, onMove }: StepsProps) {
  const { t } = useTranslation('record');
  return (
    <>
      <button type="button" className="path-now" disabled={fixed} onClick={() => onOpen(true)}>
        {current ? <Tag label={current.label} color={current.color} /> : t('stage.none')}
        {time && <span className="muted">{time}</span>}
        {!fixed && <IconChevronDown size={16} stroke={1.7} />}
      </button>
      <Sheet opened={opened && !fixed} onClose={() => onOpen(false)} title={t('stage.choose')}
        short>
        {steps.map((step) => (
          <button key={step.key} type="button" className="nav-item"
            aria-current={step === current ? 'step' : undefined}
            onClick={() => {
              onOpen(false);
              onMove(step.key);
            }}>
            <Tag label={step.label} color={step.color} />
            {step === current && <IconCheck size={18} stroke={1.7} />}
          </button>
        ))}
      </Sheet>
    </>
  );
}
