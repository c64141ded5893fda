/** A change that waits for its answer keeps its place among the others. */
import { renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useChangeSoon } from './use_change_soon';

const never = new Promise(() => {});
let done: string[];
const change = (name: string) => () => { done.push(name); };
const start = () => renderHook(() => useChangeSoon());

beforeEach(() => {
  done = [];
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('goes at once without anything to wait for', () => {
  start().result.current(undefined, change('a'));
  expect(done).toEqual(['a']);
});

it('goes when what it waits for is there, or could not be had', async () => {
  const { result } = start();
  result.current(Promise.resolve(), change('a'));
  expect(done).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  result.current(Promise.reject(new Error('gone')), change('b'));
  await vi.advanceTimersByTimeAsync(1);
  expect(done).toEqual(['a', 'b']);
});

it('waits for a moment only', async () => {
  start().result.current(never, change('a'));
  await vi.advanceTimersByTimeAsync(95);
  expect(done).toEqual([]);
  await vi.advanceTimersByTimeAsync(10);
  expect(done).toEqual(['a']);
});

it('lets the one before it through first, and each once', async () => {
  const { result } = start();
  result.current(never, change('a'));
  result.current(never, change('b'));
  result.current(undefined, change('c'));
  await vi.advanceTimersByTimeAsync(200);
  expect(done).toEqual(['a', 'b', 'c']);
});

it('is called off when the screen is left', async () => {
  const { result, unmount } = start();
  result.current(never, change('a'));
  unmount();
  await vi.advanceTimersByTimeAsync(200);
  expect(done).toEqual([]);
});
