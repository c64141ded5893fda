/** Where records stand: by the coordinates of their address, else in the middle of their city. */
import {
  titleOf, valueAt, type CrmRecord, type Entity, type Field, type Metadata,
} from '@/shared/api';
import { CITIES, type City } from './cities';

export interface Place {
  latitude: number;
  longitude: number;
}

export interface Point extends Place {
  record: CrmRecord;
  title: string;
  /** Only its city is known. */
  rough: boolean;
}

interface Address extends Partial<Place> {
  city?: string;
  region?: string;
  street?: string;
}

/** Letters alone, so that "г. Ташкент", "Toshkent sh." and "TOSHKENT" are one. */
const folded = (name: string) =>
  name.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f\u02bb\u02bc]/g, '')
    .replace(/\b(г|гор|город|shahri?|sh|city)\b\.?/gu, ' ')
    .replace(/(^|\s)(г|гор|город)\.?(?=\s)/gu, ' ')
    .replace(/[^\p{L}]+/gu, '');

const byName = new Map<string, City>(
  CITIES.flatMap((city) => city.slice(0, 3).map((name) => [folded(String(name)), city])));

/** A city by its name in any of the three languages. */
export function findCity(name: string | undefined): Place | undefined {
  const city = name ? byName.get(folded(name)) : undefined;
  return city && { latitude: city[3], longitude: city[4] };
}

export function placeOf(address: unknown): (Place & { rough: boolean }) | undefined {
  if (!address || typeof address !== 'object') return undefined;
  const { latitude, longitude, city, region } = address as Address;
  if (typeof latitude === 'number' && typeof longitude === 'number') {
    return { latitude, longitude, rough: false };
  }
  const found = findCity(city) ?? findCity(region);
  return found && { ...found, rough: true };
}

/**
 * The address fields that records of an entity are placed by: their own, else those of the one
 * record that a link leads to, as "account.address".
 */
export function placeFields(metadata: Metadata, entity: Entity): Field[] {
  const own = entity.fields.filter(({ type }) => type === 'address');
  if (own.length > 0) return own;
  return entity.fields.flatMap((link) => {
    const target = link.type === 'link' && link.to?.length === 1 ? link.to[0]! : undefined;
    const inner = target ? metadata.entities[target]?.fields : undefined;
    return (inner ?? []).filter(({ type }) => type === 'address').map((field) => ({
      ...field, name: `${link.name}.${field.name}`, label: `${link.label} › ${field.label}`,
    }));
  });
}

/** The records that have a place, and those that have none. */
export function pointsOf(entity: Entity, by: string, records: CrmRecord[]) {
  const points: Point[] = [];
  const lost: CrmRecord[] = [];
  for (const record of records) {
    const place = placeOf(valueAt(record, by));
    if (place) points.push({ ...place, record, title: titleOf(entity, record) });
    else lost.push(record);
  }
  return { points, lost };
}

export interface Cluster extends Place {
  points: Point[];
}

/**
 * Points that would touch each other on the screen, together. `project` gives the place of a point
 * in pixels, `reach` is how near two must be.
 */
export function clustersOf(
  points: Point[], project: (place: Place) => { x: number; y: number }, reach: number,
): Cluster[] {
  const clusters: (Cluster & { x: number; y: number })[] = [];
  const cells = new Map<string, number[]>();
  for (const point of points) {
    const { x, y } = project(point);
    const [column, row] = [Math.floor(x / reach), Math.floor(y / reach)];
    let near: number | undefined;
    for (let dx = -1; dx <= 1 && near === undefined; dx += 1) {
      for (let dy = -1; dy <= 1 && near === undefined; dy += 1) {
        near = cells.get(`${column + dx}:${row + dy}`)?.find((index) =>
          Math.hypot(clusters[index]!.x - x, clusters[index]!.y - y) < reach);
      }
    }
    if (near === undefined) {
      const key = `${column}:${row}`;
      cells.set(key, [...(cells.get(key) ?? []), clusters.length]);
      const { latitude, longitude } = point;
      clusters.push({ latitude, longitude, points: [point], x, y });
    } else {
      clusters[near]!.points.push(point);
    }
  }
  return clusters.map(({ latitude, longitude, points: of }) => ({
    latitude, longitude, points: of,
  }));
}

/** All at one place: no zoom parts them. */
export const isOnePlace = ({ points }: Cluster) =>
  points.every(({ latitude, longitude }) =>
    latitude === points[0]!.latitude && longitude === points[0]!.longitude);
