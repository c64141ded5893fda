/** What the "+" and the "More" of a phone open, as a chunk of their own. */
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { openSheet, useOverlays } from '@/shared/lib/overlays';
import { EntityIcon } from '@/shared/ui';
import { Sheet } from '@/shared/ui/Sheet';
import { MobileMenu } from './MobileMenu';
import { useCreatable } from './use_navigation';

export default function MobileSheets() {
  const { t } = useTranslation();
  const sheet = useOverlays((state) => state.sheet);
  const close = () => openSheet();
  return (
    <>
      <Sheet opened={sheet === 'create'} onClose={close} title={t('create')} short>
        <CreateList onDone={close} />
      </Sheet>
      <Sheet opened={sheet === 'more'} onClose={close} title={t('nav.more')}>
        <MobileMenu onDone={close} />
      </Sheet>
    </>
  );
}

const CreateList = ({ onDone }: { onDone: () => void }) => useCreatable().map((entity) => (
  <button key={entity.name} type="button" className="nav-item"
    onClick={() => {
      onDone();
      openQuickCreate(entity.name);
    }}>
    <EntityIcon name={entity.icon} size={20} stroke={1.6} />
    <span className="clip">{entity.labels.new}</span>
  </button>
));
