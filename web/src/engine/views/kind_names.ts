/** The ways a list can be shown, by name; apart from the rest, as the address needs no more. */
export const LIST_KINDS = ['table', 'kanban', 'calendar', 'map'] as const;

export type ListKind = (typeof LIST_KINDS)[number];

export const isKind = (kind: unknown): kind is ListKind =>
  (LIST_KINDS as readonly unknown[]).includes(kind);
