/** The frame of every signed-in screen: side bar or tab bar, the paper, and what floats above. */
import './shell.css';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useWatchedBatches } from '@/engine/batches/batches';
import { listen, useSession } from '@/shared/api';
import { usePhone } from '@/shared/ui';
import { followLinks } from './follow_links';
import { loadLikely } from './likely';
import { MobileTabs } from './MobileTabs';
import { OfflineNotice } from './OfflineNotice';
import { useOverlays } from '@/shared/lib/overlays';
import { useKeepVisits } from '@/shared/lib/recent';
import { Sidebar } from './Sidebar';
import { useShellHotkeys } from './use_shell_hotkeys';

const loadQuickCreate = () => import('./QuickCreate');
const loadPalette = () => import('@/modules/palette/Palette');
const loadSheets = () => import('./MobileSheets');
const QuickCreate = lazy(loadQuickCreate);
const Palette = lazy(loadPalette);
const MobileSheets = lazy(loadSheets);
const BatchTray = lazy(() => import('@/engine/batches/BatchTray'));
const HotkeyHelp = lazy(() => import('./HotkeyHelp'));
const Notices = lazy(() => import('@/modules/notices/Notices'));

export function Shell() {
  const phone = usePhone();
  const batches = useWatchedBatches(useSession().user.id);
  const { palette, help, notices, sheetsWanted } = useOverlays();
  useShellHotkeys();
  useEffect(listen, []);
  useKeepVisits();
  // Once the page rests, what is likely to be opened next, so that the first key typed is not lost.
  useEffect(() => {
    const timer = setTimeout(() => {
      void Promise.all([loadPalette(), loadQuickCreate(), phone && loadSheets()]).then(loadLikely);
    }, 1500);
    return () => clearTimeout(timer);
  }, [phone]);
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
        {batches.length > 0 && <BatchTray />}
        {notices && <Notices />}
        {phone && sheetsWanted && <MobileSheets />}
      </Suspense>
      <OfflineNotice />
    </div>
  );
}
