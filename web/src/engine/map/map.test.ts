/** Where records stand, which marks are drawn together, how outlines are read from the file. */
import { describe, expect, it } from 'vitest';
import type { CrmRecord, Entity, Metadata } from '@/shared/api';
import { clustersOf, findCity, isOnePlace, placeFields, placeOf, pointsOf } from './places';
import { polygonsOf, unrolled } from './world';

const accounts = {
  name: 'accounts', title: 'name', labels: { one: 'Company' },
  fields: [{ name: 'address', type: 'address', label: 'Address' }],
} as unknown as Entity;

it.each(['Ташкент', 'г. Ташкент', 'toshkent', 'Toshkent shahri', 'TASHKENT', 'Tashkent city'])(
  'finds a city as people write it: %s', (name) => {
    expect(findCity(name)).toEqual({ latitude: 41.311, longitude: 69.28 });
  });

it('knows the Uzbek letters by either apostrophe', () => {
  expect(findCity("Farg'ona")).toEqual(findCity('Fargʻona'));
  expect(findCity('Fargona')).toBeDefined();
  expect(findCity('Атлантида')).toBeUndefined();
});

it('prefers the place itself to the middle of the city', () => {
  expect(placeOf({ city: 'Ташкент', latitude: 41.3, longitude: 69.2 })).toEqual({
    latitude: 41.3, longitude: 69.2, rough: false,
  });
  expect(placeOf({ city: 'Ташкент' })).toMatchObject({ rough: true });
  expect(placeOf({ city: 'Неизвестное' })).toBeUndefined();
  expect(placeOf(null)).toBeUndefined();
});

it('parts those that have a place from those that have none', () => {
  const records = [
    { id: '1', name: 'A', address: { city: 'Нукус' } }, { id: '2', name: 'B', address: null },
  ] as CrmRecord[];
  const { points, lost } = pointsOf(accounts, 'address', records);
  expect([points.map(({ title }) => title), lost.map(({ id }) => id)]).toEqual([['A'], ['2']]);
});

it('places a deal where its company is', () => {
  const deals = { name: 'deals', fields: [
    { name: 'account', type: 'link', to: ['accounts'], label: 'Company' },
    { name: 'related', type: 'link', to: ['accounts', 'leads'], label: 'Related' },
  ] } as unknown as Entity;
  const metadata = { entities: { accounts, deals } } as unknown as Metadata;
  expect(placeFields(metadata, deals).map(({ name }) => name)).toEqual(['account.address']);
});

describe('clusters', () => {
  const point = (longitude: number) => ({
    latitude: 0, longitude, record: { id: String(longitude) }, title: '', rough: false,
  });
  const project = ({ longitude }: { longitude: number }) => ({ x: longitude, y: 0 });

  it('joins what would touch, also over the border of a cell', () => {
    const clusters = clustersOf([39, 41, 200].map(point), project, 40);
    expect(clusters.map(({ points }) => points.length)).toEqual([2, 1]);
    expect(isOnePlace(clusters[0]!)).toBe(false);
    expect(isOnePlace(clustersOf([point(1), point(1)], project, 40)[0]!)).toBe(true);
  });
});

describe('outlines', () => {
  it('reads delta-coded lines, forwards and backwards', () => {
    const world = polygonsOf({
      transform: { scale: [0.5, 0.5], translate: [10, 20] },
      arcs: [[[0, 0], [4, 0], [0, 4]], [[0, 0], [0, 4], [4, 0]]],
      objects: { countries: { geometries: [{ type: 'Polygon', arcs: [[0, -2]] }] } },
    });
    expect(world).toEqual([[[[20, 10], [20, 12], [22, 12], [22, 10], [20, 10]]]]);
  });

  it('does not run round the world where the 180th meridian is crossed', () => {
    expect(unrolled([[60, 170], [60, -170], [65, -170], [60, 170]]).map(([, x]) => x))
      .toEqual([170, 190, 190, 170]);
    const polar = unrolled([[-70, -170], [-70, 0], [-70, 170], [-70, -170]]);
    expect(polar.slice(-2)).toEqual([[-89, 190], [-89, -170]]);
  });
});
