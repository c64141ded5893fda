/** The outlines of the countries, from a file of our own server: no map service is ever asked. */
import worldUrl from 'world-atlas/countries-50m.json?url';

type Ring = [latitude: number, longitude: number][];

/** What the file holds; see github.com/topojson/topojson-specification. */
interface Topology {
  transform: { scale: [number, number]; translate: [number, number] };
  arcs: [number, number][][];
  objects: { countries: { geometries: {
    type: 'Polygon' | 'MultiPolygon' | null;
    arcs: number[][] | number[][][];
  }[] } };
}

const POLE = 89;

/** A ring that crosses the 180th meridian goes on beyond it, not back round the world. */
export function unrolled(ring: Ring): Ring {
  let turn = 0;
  const line = ring.map(([latitude, longitude], at): [number, number] => {
    const step = at === 0 ? 0 : longitude - ring[at - 1]![1];
    if (Math.abs(step) > 180) turn -= Math.sign(step) * 360;
    return [latitude, longitude + turn];
  });
  const [first, last] = [line[0]!, line.at(-1)!];
  // Round a pole it comes back a whole turn later: what lies between is closed over the pole.
  if (Math.abs(last[1] - first[1]) < 180) return line;
  const pole = Math.sign(first[0]) * POLE;
  return [...line, [pole, last[1]], [pole, first[1]]];
}

/** A polygon that reaches beyond the 180th meridian is seen on both sides of the map. */
function apart(rings: Ring[]): Ring[][] {
  const [least, most] = [
    Math.min(...rings[0]!.map(([, x]) => x)), Math.max(...rings[0]!.map(([, x]) => x)),
  ];
  const shifted = (by: number) =>
    rings.map((ring) => ring.map(([y, x]): [number, number] => [y, x + by]));
  if (most > 180 && most - least < 300) return [rings, shifted(-360)];
  if (least < -180 && most - least < 300) return [rings, shifted(360)];
  return [rings];
}

/** Polygons of all countries: each is its outline and then its holes. */
export function polygonsOf({ transform, arcs, objects }: Topology): Ring[][] {
  const { scale: [kx, ky], translate: [dx, dy] } = transform;
  const lines = arcs.map((arc): Ring => {
    let [x, y] = [0, 0];
    return arc.map(([stepX, stepY]) => {
      x += stepX;
      y += stepY;
      return [y * ky + dy, x * kx + dx];
    });
  });
  const ringOf = (indexes: number[]): Ring => indexes.flatMap((index, at) => {
    const line = index < 0 ? lines[~index]!.toReversed() : lines[index]!;
    // Each line begins where the one before it ended.
    return at === 0 ? line : line.slice(1);
  });
  const bodyOf = (indexes: number[][]) => apart(indexes.map(ringOf).map(unrolled));
  return objects.countries.geometries.flatMap(({ type, arcs: of }) => {
    if (type === 'Polygon') return bodyOf(of as number[][]);
    if (type === 'MultiPolygon') return (of as number[][][]).flatMap(bodyOf);
    return [];
  });
}

let world: Promise<Ring[][]> | undefined;

async function read() {
  const answer = await fetch(worldUrl);
  if (!answer.ok) throw new Error(`the map of the world: ${answer.status}`);
  return polygonsOf((await answer.json()) as Topology);
}

/** Read once for as long as the page lives; a failed reading is tried again by the next call. */
export function loadWorld(): Promise<Ring[][]> {
  world ??= read().catch((error: unknown) => {
    world = undefined;
    throw error;
  });
  return world;
}
