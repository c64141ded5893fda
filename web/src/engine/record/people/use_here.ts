/** Who else is at the record now, and telling them that this person is. */
import { useEffect, useState } from 'react';
import { onTold, sayWhere, type LinkValue, type Told } from '@/shared/api';

export type PersonHere = NonNullable<Told['here']>['people'][number];
interface Place {
  entity: string;
  id: string;
  editing: boolean;
}

// A drawer lies over a page, and over it another one: the person is at the record on top.
const places: Place[] = [];
const sayTop = () => sayWhere(places.at(-1) ?? null);

const NOBODY: PersonHere[] = [];

export function useHere({ entity, id }: Pick<LinkValue, 'entity' | 'id'>, editing: boolean) {
  const [people, setPeople] = useState(NOBODY);
  useEffect(() => onTold(({ here }) => {
    if (here?.entity === entity && here.id === id) setPeople(here.people);
  }), [entity, id]);
  useEffect(() => {
    const place = { entity, id, editing };
    places.push(place);
    sayTop();
    return () => {
      places.splice(places.indexOf(place), 1);
      // The next one may be said at once: another record, or the same one edited.
      queueMicrotask(sayTop);
    };
  }, [entity, id, editing]);
  return people;
}
