/** Under the thumb: call, note, task, and all the rest in a sheet. */
import { IconDots, IconPhone, type Icon } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Sheet } from '@/shared/ui/Sheet';
import { phoneLink } from '@/engine/fields/phone';
import { KindIcon, useComposerKinds, useKindLabel } from '../../timeline/composer/Composer';
import type { RecordAction } from '../actions/use_record_actions';
import { useRecordPage } from '../record_context';
import { useNumbers } from './use_numbers';

const icon = { size: 20, stroke: 1.6 };

const telephone = (number: string) => `tel:${number.replace(/[^\d+,;*#]/g, '')}`;

export function PhoneBar({ actions }: { actions: RecordAction[] }) {
  const { t } = useTranslation('record');
  const labelOf = useKindLabel();
  const { compose } = useRecordPage();
  const kinds = useComposerKinds();
  const numbers = useNumbers();
  const [sheet, setSheet] = useState<'more' | 'numbers'>();
  const [first] = numbers;
  const call = (
    <>
      <IconPhone {...icon} />
      <span className="clip">{t('call')}</span>
    </>
  );
  return (
    <>
      <nav className="phone-bar" aria-label={t('actions')}>
        {first && numbers.length === 1 && (
          <a className="tab" href={telephone(first.number)}>{call}</a>
        )}
        {numbers.length > 1 && (
          <button type="button" className="tab" onClick={() => setSheet('numbers')}>{call}</button>
        )}
        {(['notes', 'tasks'] as const).filter((kind) => kinds.includes(kind)).map((kind) => (
          <button key={kind} type="button" className="tab" onClick={() => compose(kind)}>
            <KindIcon kind={kind} {...icon} />
            <span className="clip">{labelOf(kind, 'one')}</span>
          </button>
        ))}
        <button type="button" className="tab" onClick={() => setSheet('more')}>
          <IconDots {...icon} />
          <span className="clip">{t('more')}</span>
        </button>
      </nav>
      <Sheet opened={sheet === 'numbers'} onClose={() => setSheet(undefined)} title={t('call')}
        short>
        {numbers.map(({ number, of }) => (
          <div key={number} className="nav-item">
            {phoneLink(number)}
            {of && <span className="muted clip">{of}</span>}
          </div>
        ))}
      </Sheet>
      <Sheet opened={sheet === 'more'} onClose={() => setSheet(undefined)} title={t('more')} short>
        {kinds.filter((kind) => kind !== 'notes' && kind !== 'tasks').map((kind) => (
          <SheetItem key={kind} icon={<KindIcon kind={kind} {...icon} />}
            label={labelOf(kind, 'new')}
            onClick={() => {
              setSheet(undefined);
              compose(kind);
            }} />
        ))}
        {actions.map((action) => (
          <SheetItem key={action.name} icon={actionIcon(action.icon)} label={action.label}
            danger={action.danger}
            onClick={() => {
              setSheet(undefined);
              action.run();
            }} />
        ))}
      </Sheet>
    </>
  );
}

const actionIcon = (ActionIcon: Icon) => <ActionIcon {...icon} />;

interface ItemProps {
  icon: ReactNode;
  label: string;
  danger?: boolean;
  onClick: () => void;
}

const SheetItem = ({ icon: picture, label, danger, onClick }: ItemProps) => (
  <button type="button" className={danger ? 'nav-item danger' : 'nav-item'} onClick={onClick}>
    {picture}
    <span className="clip">{label}</span>
  </button>
);
