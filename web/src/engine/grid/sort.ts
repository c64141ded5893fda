/**
 * The order of a list as the API writes it, "-amount,name", and what a
 * click on a head makes of it.
 */
export interface SortKey {
  path: string;
  down: boolean;
}

const MOST = 3;

export const readSort = (sort: string): SortKey[] =>
  sort
    .split(',')
    .filter(Boolean)
    .map((word) => ({
      path: word.replace(/^[-+]/, ''),
      down: word.startsWith('-'),
    }));

export const writeSort = (keys: SortKey[]): string =>
  keys.map(({ path, down }) => (down ? `-${path}` : path)).join(',');

/** Up, down, none. With `add` the other keys stay, else they go. */
export function nextSort(sort: string, path: string, add: boolean): string {
  const keys = readSort(sort);
  const now = keys.find((key) => key.path === path);
  const next = !now ? { path, down: false } : now.down ? undefined : { path, down: true };
  if (!add) return writeSort(next ? [next] : []);
  if (!now) return writeSort([...keys.slice(0, MOST - 1), { path, down: false }]);
  return writeSort(keys.flatMap((key) => (key === now ? (next ? [next] : []) : [key])));
}
