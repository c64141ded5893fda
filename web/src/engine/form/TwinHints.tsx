/** Says beside a field that such a record may be there already; it is looked at over the form. */
import { IconCopy } from '@tabler/icons-react';
import { lazy, Suspense, useState, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/shared/api';
import { useQuickCreate } from './quick_create';
import { placeOf, type Twin } from './use_twins';

const RecordDrawer = lazy(() =>
  import('../record/RecordDrawer').then((module) => ({ default: module.RecordDrawer })));

const SHOWN = 3;

export interface Place {
  entity: string;
  id: string;
}

/** Hints by the field below which they stand; those without one are at ''. */
export function hintsOf(
  entity: Entity, twins: Twin[], shown: string[], onLook: (place: Place) => void,
): { [field: string]: ReactNode } {
  const by = new Map<string, Twin[]>();
  for (const twin of twins) {
    const place = placeOf(twin, shown) ?? '';
    by.set(place, [...(by.get(place) ?? []), twin]);
  }
  return Object.fromEntries([...by].map(([place, list]) =>
    [place, <Hint key={place} entity={entity} twins={list} onLook={onLook} />]));
}

interface HintProps {
  entity: Entity;
  twins: Twin[];
  onLook: (place: Place) => void;
}

function Hint({ entity, twins, onLook }: HintProps) {
  const { t } = useTranslation();
  const labelOf = (name: string) => entity.fields.find((field) => field.name === name)?.label;
  const look = (event: MouseEvent, twin: Twin) => {
    // A new tab is as good.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    onLook({ entity: entity.name, id: twin.id });
  };
  return (
    <div className="twins" role="status">
      <IconCopy size={14} stroke={1.7} aria-hidden />
      <div>
        {t('duplicate.alike')}{' '}
        {twins.slice(0, SHOWN).map((twin, index) => (
          <span key={twin.id}>
            {index > 0 && ', '}
            <a className="link" href={`/o/${entity.name}/${twin.id}`}
              onClick={(event) => look(event, twin)}>
              {twin.name || t('hiddenName')}
            </a>
            <span className="faint">
              {` (${twin.fields.map(labelOf).filter(Boolean).join(', ')})`}
            </span>
          </span>
        ))}
        {twins.length > SHOWN && ` +${twins.length - SHOWN}`}
      </div>
    </div>
  );
}

/** A record looked at over a form; the form stays as it is. */
export function useLook() {
  const [place, setPlace] = useState<Place>();
  // The form itself, and those that it was opened from.
  const beneath = useQuickCreate(({ stack }) => Math.max(1, stack.length));
  const drawer = place && (
    <Suspense>
      <RecordDrawer record={place} onOpen={setPlace} beneath={beneath} />
    </Suspense>
  );
  return { look: setPlace, looking: place !== undefined, drawer };
}
