/** Where the screens come from that people open the product with. */
import { startScreens } from './start_screens';

export const screens = {
  home: { ...startScreens.home, load: () => import('@/modules/home/HomeScreen') },
  list: { ...startScreens.list, load: () => import('@/engine/list/ListScreen') },
  record: { ...startScreens.record, load: () => import('@/engine/record/RecordScreen') },
};

/** Begins to fetch the screen at this path; the namespaces of its words. */
export function beginScreen(path: string): string[] {
  const screen = Object.values(screens).find(({ at }) => at.test(path));
  // A failure is met again, and shown, where the router asks for the same.
  screen?.load().catch(() => {});
  return screen?.words ?? [];
}
