/** The record before and after, in the order of the list. */
import { expect, it } from 'vitest';
import { neighboursIn } from './neighbours';
import { roomOf } from './use_width';

it('finds both neighbours, one at an end, none outside', () => {
  expect(neighboursIn(['a', 'b', 'c'], 'b')).toEqual({ previous: 'a', next: 'c' });
  expect(neighboursIn(['a', 'b'], 'a')).toEqual({ previous: undefined, next: 'b' });
  expect(neighboursIn(['a', 'b'], 'z')).toEqual({});
});

it('gives a drawer no columns', () => {
  expect([1200, 860, 640, 390].map(roomOf)).toEqual(['wide', 'wide', 'narrow', 'phone']);
});
