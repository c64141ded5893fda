/** How a person has arranged the own desktop; kept on the server, the same in every browser. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, queryClient, useMetadata, type Metadata } from '@/shared/api';
import { notifyError } from '@/shared/ui';

export const KINDS = [
  'steps', 'figures', 'today', 'overdue', 'week', 'deals', 'kpi', 'recent', 'view',
] as const;
export type WidgetKind = (typeof KINDS)[number];

/** top: over the whole width; main and side: beside each other where there is room. */
export const AREAS = ['top', 'main', 'side'] as const;
export type Area = (typeof AREAS)[number];

export interface Widget {
  kind: WidgetKind;
  area: Area;
  /** A saved view, and the entity it is of. */
  view?: string;
  entity?: string;
}

/** Names a widget among the others: there is one of each kind, and one of each view. */
export const keyOf = ({ kind, view }: Widget) => (view ? `${kind}:${view}` : kind);

export const USUAL: Widget[] = [
  { kind: 'steps', area: 'top' },
  { kind: 'figures', area: 'top' },
  { kind: 'today', area: 'main' },
  { kind: 'deals', area: 'side' },
  { kind: 'recent', area: 'side' },
];

/** Entities without which a widget has nothing to show. */
const NEEDS: { [kind in WidgetKind]?: string[] } = {
  deals: ['deals'], kpi: ['deals'], today: ['tasks', 'calls', 'meetings'],
  overdue: ['tasks', 'calls', 'meetings'], week: ['tasks', 'calls', 'meetings'], view: ['views'],
};

export const isPossible = ({ entities }: Metadata, kind: WidgetKind) =>
  NEEDS[kind]?.some((name) => entities[name]) ?? true;

const one = <Value extends string>(list: readonly Value[], value: unknown) =>
  list.find((each) => each === value);

/** Takes what is known and forgets the rest: an older or newer arrangement still opens. */
export function readLayout(stored: unknown): Widget[] | undefined {
  if (!Array.isArray(stored)) return undefined;
  const seen = new Set<string>();
  return stored.flatMap((item: { [name: string]: unknown }): Widget[] => {
    const kind = one(KINDS, item.kind);
    if (!kind) return [];
    const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
    const widget: Widget = {
      kind, area: one(AREAS, item.area) ?? 'main',
      ...(kind === 'view' && { view: text(item.view), entity: text(item.entity) }),
    };
    if (seen.has(keyOf(widget)) || (kind === 'view' && !(widget.view && widget.entity))) return [];
    seen.add(keyOf(widget));
    return [widget];
  });
}

/** A widget to another place: before the one named, or to the end of an area. */
export function moved(
  widgets: Widget[], key: string, to: { area: Area; before?: string },
): Widget[] {
  const widget = widgets.find((each) => keyOf(each) === key);
  if (!widget || to.before === key) return widgets;
  const rest = widgets.filter((each) => each !== widget);
  const at = to.before ? rest.findIndex((each) => keyOf(each) === to.before) : rest.length;
  return rest.toSpliced(at < 0 ? rest.length : at, 0, { ...widget, area: to.area });
}

/** One place up or down within its area; undefined where it is at the end. */
export function shifted(widgets: Widget[], key: string, by: 1 | -1): Widget[] | undefined {
  const widget = widgets.find((each) => keyOf(each) === key);
  const column = widgets.filter(({ area }) => area === widget?.area);
  const at = column.findIndex((each) => keyOf(each) === key);
  const other = column[at + by];
  if (!widget || !other) return undefined;
  const [a, b] = [widgets.indexOf(widget), widgets.indexOf(other)];
  return widgets.with(a, other).with(b, widget);
}

const layoutQuery = queryOptions({
  queryKey: ['home'] as const,
  staleTime: 5 * 60_000,
  queryFn: async () => (await api.get<{ widgets: unknown }>('/profile/home')).widgets,
});

export function useLayout() {
  const metadata = useMetadata();
  const { data, isPending } = useQuery(layoutQuery);
  const widgets = (readLayout(data) ?? USUAL).filter(({ kind, entity }) =>
    isPossible(metadata, kind) && (!entity || metadata.entities[entity]));
  return { widgets, usual: !data, pending: isPending };
}

/** Shown at once; put back when the server refuses. */
async function keep(next: unknown, send: () => Promise<unknown>) {
  const before = queryClient.getQueryData(layoutQuery.queryKey);
  queryClient.setQueryData(layoutQuery.queryKey, next);
  try {
    await send();
  } catch (error) {
    queryClient.setQueryData(layoutQuery.queryKey, before);
    notifyError(error);
  }
}

export const saveLayout = (widgets: Widget[]) =>
  keep(widgets, () => api.put('/profile/home', { widgets }));

/** Back to the usual arrangement; the answer puts back what was there. */
export async function resetLayout(): Promise<() => Promise<void>> {
  const before = queryClient.getQueryData(layoutQuery.queryKey);
  await keep(null, () => api.delete('/profile/home'));
  return async () => {
    if (before) await saveLayout(readLayout(before) ?? USUAL);
  };
}
