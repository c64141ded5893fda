/** Periods relative to today that "during" takes. */
export const PERIODS = [
  'today', 'yesterday', 'tomorrow',
  'this_week', 'last_week', 'next_week',
  'this_month', 'last_month', 'next_month',
  'this_quarter', 'last_quarter', 'next_quarter',
  'this_year', 'last_year',
  'past', 'future',
] as const;

export interface DayCount {
  way: 'last' | 'next';
  days: number;
}

/** "last_30_days" as a number of days; undefined for another period. */
export function readDays(period: unknown): DayCount | undefined {
  const [, way, days] = /^(last|next)_(\d{1,4})_days$/.exec(String(period ?? '')) ?? [];
  return way && days ? { way: way as DayCount['way'], days: Number(days) } : undefined;
}

export const writeDays = ({ way, days }: DayCount) => `${way}_${Math.max(1, days)}_days`;
