/** The sheet of all shortcuts that work now. */
import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useHotkeys } from '@/shared/hotkeys';
import { Kbd } from '@/shared/ui';
import { closeHelp } from '@/shared/lib/overlays';

export default function HotkeyHelp() {
  const { t } = useTranslation();
  const listed = useHotkeys((state) => state.hotkeys)
    .filter(({ keys, label }) => keys && label)
    .reverse();
  const groups = Map.groupBy(listed, (hotkey) => hotkey.group ?? t('hotkey.general'));
  return (
    <Modal opened onClose={closeHelp} title={t('hotkey.title')} size={720}
      closeButtonProps={{ 'aria-label': t('close') }}>
      <div className="help-columns">
        {[...groups].map(([group, hotkeys]) => (
          <section key={group}>
            <h3 className="sidebar-area">{group}</h3>
            {hotkeys.map((hotkey) => (
              <div key={hotkey.keys} className="help-line">
                <span>{hotkey.label}</span>
                <Kbd keys={hotkey.keys} spoken />
              </div>
            ))}
          </section>
        ))}
      </div>
    </Modal>
  );
}
