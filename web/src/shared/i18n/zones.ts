/** Time zones beside the one of this browser. */

/** How far a zone is ahead of this browser now, in minutes; undefined for one it does not know. */
export function minutesAhead(zone: string): number | undefined {
  try {
    const now = new Date();
    now.setMilliseconds(0);
    const there = new Date(now.toLocaleString('en-US', { timeZone: zone, hourCycle: 'h23' }));
    return Math.round((there.getTime() - now.getTime()) / 60_000);
  } catch {
    return undefined;
  }
}
