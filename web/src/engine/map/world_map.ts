/** A map to look at and click: outlines of countries, names of cities, no service behind it. */
import 'leaflet/dist/leaflet.css';
import L from 'leaflet';
import { currentLanguage } from '@/shared/i18n';
import { CITIES } from './cities';
import type { Place } from './places';
import { loadWorld } from './world';

const NEAREST = 15;
/** From which zoom on the cities of a rank are named. */
const NAMED_FROM = [3, 5, 7];
const HOME: L.LatLngTuple = [41.3, 64.5];

const LANGUAGES = { en: 0, ru: 1, uz: 2 } as const;

export type WorldMap = L.Map;
export const latLng = ({ latitude, longitude }: Place): L.LatLngTuple => [latitude, longitude];

/** Colours are read from the page, for the outlines are painted on a canvas. */
function colors(box: HTMLElement) {
  const style = getComputedStyle(box);
  return { land: style.getPropertyValue('--map-land'), line: style.getPropertyValue('--map-line') };
}

function addOutlines(map: L.Map, box: HTMLElement) {
  const painter = L.canvas({ padding: 0.4 });
  const layer = L.layerGroup().addTo(map);
  const draw = async () => {
    const world = await loadWorld();
    const { land, line } = colors(box);
    layer.clearLayers();
    const style = {
      renderer: painter, interactive: false, weight: 1, color: line, fillColor: land,
      fillOpacity: 1,
    };
    for (const rings of world) L.polygon(rings, style).addTo(layer);
  };
  return draw;
}

function addCities(map: L.Map) {
  const layer = L.layerGroup().addTo(map);
  const name = LANGUAGES[currentLanguage()];
  const draw = () => {
    const bounds = map.getBounds().pad(0.1);
    layer.clearLayers();
    for (const city of CITIES) {
      const at: L.LatLngTuple = [city[3], city[4]];
      if (map.getZoom() < NAMED_FROM[city[5]]! || !bounds.contains(at)) continue;
      const label = document.createElement('span');
      label.textContent = city[name];
      const icon = L.divIcon({ className: 'map-city', html: label, iconSize: [0, 0] });
      L.marker(at, { icon, interactive: false, keyboard: false }).addTo(layer);
    }
  };
  map.on('moveend', draw);
  draw();
}

export interface MapWords {
  zoomIn: string;
  zoomOut: string;
}

/** Makes the map in a box. `onTrouble` hears when the outlines could not be read. */
export function makeMap(box: HTMLElement, words: MapWords, onTrouble: (error: unknown) => void) {
  const map = L.map(box, {
    center: HOME, zoom: 5, minZoom: 2, maxZoom: NEAREST, zoomControl: false,
    attributionControl: false, worldCopyJump: true, zoomSnap: 0.5,
    fadeAnimation: false, zoomAnimation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
  });
  L.control.zoom({
    position: 'bottomright', zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut,
  }).addTo(map);
  L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(map);
  const draw = addOutlines(map, box);
  draw().catch(onTrouble);
  addCities(map);
  const scheme = new MutationObserver(() => void draw().catch(onTrouble));
  scheme.observe(document.documentElement, {
    attributes: true, attributeFilter: ['data-mantine-color-scheme'],
  });
  const size = new ResizeObserver(() => map.invalidateSize({ animate: false }));
  size.observe(box);
  return {
    map,
    stop: () => {
      scheme.disconnect();
      size.disconnect();
      map.remove();
    },
  };
}

/** Everything in view, but not nearer than a town. */
export function showAll(map: L.Map, places: Place[], nearest = 11) {
  if (places.length === 0) return;
  map.fitBounds(L.latLngBounds(places.map(latLng)).pad(0.15), {
    maxZoom: nearest, animate: false, padding: [24, 24],
  });
}
