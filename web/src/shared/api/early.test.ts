import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dropUntaken, forgetEarly, takeEarly } from './early';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(performance, 'now').mockReturnValue(500);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  forgetEarly();
});

const remembered = () => JSON.parse(localStorage.getItem('rapport.early') ?? '[]');
const answers = (language: string, ...urls: string[]) => {
  window.rapportEarly = {
    language, answers: new Map(urls.map((url) => [url, Promise.resolve(new Response(url))])),
  };
};

test('what the address asked for while it opened is remembered', () => {
  takeEarly('/api/v1/session', 'ru');
  takeEarly('/api/v1/contacts?limit=100', 'ru');
  vi.advanceTimersByTime(1_000);
  expect(remembered()).toEqual([{
    address: location.pathname + location.search,
    language: 'ru',
    urls: ['/api/v1/session', '/api/v1/contacts?limit=100'],
    entry: null,
    scripts: [],
  }]);
});

test('what is asked for later is not', () => {
  vi.mocked(performance.now).mockReturnValue(5_000);
  answers('en', '/a');
  expect(takeEarly('/a', 'en')).toBeUndefined();
  vi.advanceTimersByTime(2_000);
  expect(remembered()).toEqual([]);
});

test('an early answer is given once, and only in its language', async () => {
  answers('en', '/a', '/b');
  expect(takeEarly('/b', 'uz')).toBeUndefined();
  expect(await (await takeEarly('/a', 'en'))?.text()).toBe('/a');
  expect(takeEarly('/a', 'en')).toBeUndefined();
});

test('what nobody takes is let go', async () => {
  const cancel = vi.fn();
  const answer = new Response(new ReadableStream({ cancel }));
  window.rapportEarly = { language: 'en', answers: new Map([['/a', Promise.resolve(answer)]]) };
  dropUntaken();
  await vi.waitFor(() => expect(cancel).toHaveBeenCalledOnce());
  expect(takeEarly('/a', 'en')).toBeUndefined();
});

test('nothing stays when the person signs out', () => {
  takeEarly('/api/v1/contacts?q=secret', 'en');
  vi.advanceTimersByTime(1_000);
  forgetEarly();
  expect(localStorage.getItem('rapport.early')).toBeNull();
});

// The last one: who has acted has, as far as this page knows, acted for good.
test('what a person has clicked for is neither remembered nor answered from before', () => {
  answers('en', '/a');
  takeEarly('/b', 'en');
  window.dispatchEvent(new Event('pointerdown'));
  expect(takeEarly('/a', 'en')).toBeUndefined();
  vi.advanceTimersByTime(1_000);
  expect(remembered()).toMatchObject([{ urls: ['/b'] }]);
});
