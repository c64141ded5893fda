/**
 * The screens that people open the product with: their scripts and words are fetched before the
 * router asks.
 */

interface StartScreen {
  load: () => Promise<{ default: React.ComponentType }>;
  /** Namespaces of words that the screen shows first. */
  words: string[];
  at: RegExp;
}

export const screens = {
  home: { load: () => import('@/modules/home/HomeScreen'), words: ['home'], at: /^\/$/ },
  list: {
    load: () => import('@/engine/list/ListScreen'), words: ['lists', 'filters', 'record'],
    at: /^\/o\/[^/]+$/,
  },
  record: {
    load: () => import('@/engine/record/RecordScreen'), words: ['record', 'timeline'],
    at: /^\/o\/[^/]+\/[^/]+$/,
  },
} satisfies { [name: string]: StartScreen };

/** Begins to fetch the screen at this path; the namespaces of its words. */
export function beginScreen(path: string): string[] {
  const screen = Object.values(screens).find(({ at }) => at.test(path));
  // A failure is met again, and shown, where the router asks for the same.
  screen?.load().catch(() => {});
  return screen?.words ?? [];
}
