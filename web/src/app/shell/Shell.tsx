/** The frame of every signed-in screen: side bar or tab bar, the paper, and what floats above. */
import './shell.css';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { usePhone } from '@/shared/ui';
import { followLinks } from './follow_links';
import { MobileTabs } from './MobileTabs';
import { OfflineNotice } from './OfflineNotice';
import { useOverlays } from '@/shared/lib/overlays';
import { Sidebar } from './Sidebar';
import { useShellHotkeys } from './use_shell_hotkeys';

const QuickCreate = lazy(() => import('./QuickCreate'));
const Palette = lazy(() => import('@/modules/palette/Palette'));
const HotkeyHelp = lazy(() => import('./HotkeyHelp'));

export function Shell() {
  const phone = usePhone();
  const { palette, help } = useOverlays();
  useShellHotkeys();
  return (
    <div className="shell" onClick={followLinks}>
      {!phone && <Sidebar />}
      <main className="paper">
        <Suspense>
          <Outlet />
        </Suspense>
      </main>
      {phone && <MobileTabs />}
      <Suspense>
        <QuickCreate />
        {palette && <Palette />}
        {help && <HotkeyHelp />}
      </Suspense>
      <OfflineNotice />
    </div>
  );
}
