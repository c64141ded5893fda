/** The records on the map, those that would touch each other as one mark with their number. */
import './map.css';
import L from 'leaflet';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyError } from '@/shared/ui';
import { clustersOf, isOnePlace, type Cluster, type Point } from './places';
import { latLng, makeMap, showAll } from './world_map';

const REACH_PX = 40;

interface Props {
  points: Point[];
  /** What was asked for; another question shows all its answers at once. */
  question: string;
  label: string;
  onPoint: (point: Point) => void;
  /** Records at one place. */
  onPlace: (points: Point[]) => void;
}

export default function RecordMap(props: Props) {
  const { points, question, label } = props;
  const { t } = useTranslation('map');
  const box = useRef<HTMLDivElement>(null);
  const made = useRef<{ map: L.Map; marks: L.LayerGroup }>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const { map, stop } = makeMap(
      box.current!, { zoomIn: t('zoomIn'), zoomOut: t('zoomOut') }, notifyError);
    made.current = { map, marks: L.layerGroup().addTo(map) };
    return () => {
      made.current = undefined;
      stop();
    };
  }, [t]);
  const shown = useRef('');
  useEffect(() => {
    const { map, marks } = made.current!;
    if (points.length > 0 && shown.current !== question) {
      shown.current = question;
      showAll(map, points);
    }
    const press = (cluster: Cluster) => {
      const { onPoint, onPlace } = latest.current;
      if (cluster.points.length === 1) onPoint(cluster.points[0]!);
      else if (isOnePlace(cluster) || map.getZoom() >= map.getMaxZoom()) onPlace(cluster.points);
      else showAll(map, cluster.points, map.getMaxZoom());
    };
    const draw = () => {
      marks.clearLayers();
      const project = (place: { latitude: number; longitude: number }) =>
        map.project(latLng(place), map.getZoom());
      for (const cluster of clustersOf(points, project, REACH_PX)) {
        markOf(cluster, (count) => t('here', { count }), () => press(cluster)).addTo(marks);
      }
    };
    draw();
    map.on('zoomend', draw);
    return () => {
      map.off('zoomend', draw);
    };
  }, [points, question, t]);
  return <div className="map-box" ref={box} role="application" aria-label={label} />;
}

function markOf(cluster: Cluster, countHere: (count: number) => string, press: () => void) {
  const { latitude, longitude, points } = cluster;
  const rough = points.every((point) => point.rough) ? ' rough' : '';
  const count = points.length;
  const name = count === 1 ? points[0]!.title : countHere(count);
  const size = count === 1 ? 18 : count < 10 ? 28 : count < 100 ? 34 : 40;
  const icon = L.divIcon({
    className: `${count === 1 ? 'map-mark' : 'map-cluster num'}${rough}`,
    html: count === 1 ? '' : String(count), iconSize: [size, size],
  });
  const mark = L.marker([latitude, longitude], { icon, title: name, riseOnHover: true });
  mark.on('click', press);
  return mark.on('add', () => {
    const element = mark.getElement();
    element?.setAttribute('aria-label', name);
    element?.addEventListener('keydown', ({ code }) => {
      if (code === 'Enter' || code === 'Space') press();
    });
  });
}
