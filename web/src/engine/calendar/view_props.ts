/** What the ways of showing a calendar have in common. */
import type { CalendarEvent, Time } from './events';

export interface ViewProps {
  /** The day that is looked at. */
  day: string;
  days: string[];
  events: CalendarEvent[];
  /** Events are of several people: show whose. */
  people?: boolean;
  onMove: (event: CalendarEvent, time: Time) => void;
  /** None: nothing can be made here. */
  onNew?: (time: Time, x: number, y: number) => void;
  /** Shows one day. */
  onDay: (day: string) => void;
}
