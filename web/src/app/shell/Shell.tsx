/** The frame of every signed-in screen: side bar or tab bar, the paper, and what floats above. */
import './shell.css';
import { Outlet } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { useWatchedBatches } from '@/engine/batches/batches';
import { listen, useSession } from '@/shared/api';
import { usePhone } from '@/shared/ui';
import { Confirm } from './Confirm';
import { followLinks } from './follow_links';
import { loadLikely } from './likely';
import { MobileTabs } from './MobileTabs';
import { OfflineNotice } from './OfflineNotice';
import { useOverlays } from '@/shared/lib/overlays';
import { loadable } from '@/shared/lib/loadable';
import { whenIdle } from '@/shared/lib/when_idle';
import { KeepVisits } from '@/shared/lib/recent';
import { PrintNote } from './PrintNote';
import { Sidebar } from './Sidebar';
import { useShellHotkeys } from './use_shell_hotkeys';

const QuickCreate = loadable(() => import('./QuickCreate'));
const Palette = loadable(() => import('@/modules/palette/Palette'));
const MobileSheets = loadable(() => import('./MobileSheets'));
const BatchTray = loadable(() => import('@/engine/batches/BatchTray'), { words: ['batches'] });
const HotkeyHelp = loadable(() => import('./HotkeyHelp'));
const Notices = loadable(() => import('@/modules/notices/Notices'), { words: ['notices'] });

export function Shell() {
  const phone = usePhone();
  const batches = useWatchedBatches(useSession().user.id);
  const { palette, help, notices, sheetsWanted } = useOverlays();
  useShellHotkeys();
  useEffect(listen, []);
  // Once the page rests, what is likely to be opened next, so that the first key typed is not lost.
  useEffect(() => whenIdle(() => {
    void Promise.all([Palette, QuickCreate, phone && MobileSheets].map(
      (part) => part && part.preload())).then(loadLikely);
  }), [phone]);
  return (
    <div className="shell" onClick={followLinks}>
      {!phone && <Sidebar />}
      <KeepVisits />
      <PrintNote />
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
      <Confirm />
      <OfflineNotice />
    </div>
  );
}
