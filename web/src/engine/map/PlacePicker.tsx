/** The place of an address, clicked on a small map: opened where it is, or where its city is. */
import './map.css';
import L from 'leaflet';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyError } from '@/shared/ui';
import { findCity, placeOf, type Place } from './places';
import { latLng, makeMap } from './world_map';

interface Props {
  address: {
    city?: string | null;
    region?: string | null;
    latitude?: number | string | null;
    longitude?: number | string | null;
  };
  onPick: (place: Place) => void;
}

const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
const NEAR = { place: 13, city: 11, unknown: 5 };

/** The exact place of an address; degrees that were just typed are text. */
function exactPlace({ latitude, longitude }: Props['address']): Place | undefined {
  if ((latitude ?? '') === '' || (longitude ?? '') === '') return undefined;
  const [y, x] = [latitude, longitude].map((part) => Number(String(part).replace(',', '.')));
  return Math.abs(y!) <= 90 && Math.abs(x!) <= 180 ? { latitude: y!, longitude: x! } : undefined;
}

export default function PlacePicker({ address, onPick }: Props) {
  const { t } = useTranslation('map');
  const box = useRef<HTMLDivElement>(null);
  const made = useRef<L.Map>(undefined);
  const latest = useRef({ address, onPick });
  useEffect(() => {
    latest.current = { address, onPick };
  });
  const pick = ({ lat, lng }: L.LatLng) =>
    latest.current.onPick({ latitude: rounded(lat), longitude: rounded(lng) });
  useEffect(() => {
    const { map, stop } = makeMap(
      box.current!, { zoomIn: t('zoomIn'), zoomOut: t('zoomOut') }, notifyError);
    made.current = map;
    const { address: first } = latest.current;
    const near = placeOf(first) ?? findCity(first.region ?? undefined);
    const exact = exactPlace(first);
    if (exact ?? near) {
      map.setView(latLng((exact ?? near)!), exact ? NEAR.place : NEAR.city, { animate: false });
    }
    map.on('click', ({ latlng }) => pick(latlng.wrap()));
    return stop;
  }, [t]);
  const place = exactPlace(address);
  useEffect(() => {
    if (!place || !made.current) return undefined;
    const icon = L.divIcon({ className: 'map-mark', html: '', iconSize: [20, 20] });
    const mark = L.marker(latLng(place), { icon, interactive: false, keyboard: false });
    mark.addTo(made.current);
    return () => {
      mark.remove();
    };
  }, [place?.latitude, place?.longitude]);
  return (
    <div className="wide">
      <div className="map-pick" ref={box} role="application" aria-label={t('pick')}
        onKeyDown={(event) => {
          // Enter takes the middle of the map, for who moves it by the arrow keys.
          if (event.code !== 'Enter' || event.target !== box.current) return;
          event.preventDefault();
          pick(made.current!.getCenter().wrap());
        }} />
      <p className="faint map-hint">{t('pickText')}</p>
    </div>
  );
}
