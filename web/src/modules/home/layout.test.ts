/** Reading, moving and shifting the widgets of a desktop. */
import { expect, it } from 'vitest';
import { keyOf, moved, readLayout, shifted, USUAL, type Widget } from './layout';

const names = (widgets: Widget[] | undefined) => widgets?.map((one) => `${one.area}:${keyOf(one)}`);

it('takes what is known and forgets the rest', () => {
  expect(names(readLayout([
    { kind: 'today', area: 'side' }, { kind: 'crystal ball' }, { kind: 'today', area: 'top' },
    { kind: 'view', view: 'v1', entity: 'deals', area: 'attic' }, { kind: 'view' },
  ]))).toEqual(['side:today', 'main:view:v1']);
  expect(readLayout(null)).toBeUndefined();
});

it('moves a widget before another, also of another column, or to the end', () => {
  expect(names(moved(USUAL, 'recent', { area: 'main', before: 'today' }))).toEqual([
    'top:steps', 'top:figures', 'main:recent', 'main:today', 'side:deals',
  ]);
  expect(names(moved(USUAL, 'figures', { area: 'side' }))?.at(-1)).toBe('side:figures');
  expect(moved(USUAL, 'nothing', { area: 'top' })).toBe(USUAL);
});

it('shifts within the column only', () => {
  expect(names(shifted(USUAL, 'recent', -1))).toEqual([
    'top:steps', 'top:figures', 'main:today', 'side:recent', 'side:deals',
  ]);
  expect(shifted(USUAL, 'today', 1)).toBeUndefined();
  expect(shifted(USUAL, 'steps', -1)).toBeUndefined();
});
