import { expect, test, vi } from 'vitest';
import { Composite } from './composite';
import { isApiError } from './error';

const alone = () => Promise.reject(new Error('asked alone'));

test('what is asked in one moment goes together, and each gets its own answer', async () => {
  const send = vi.fn(async (paths: string[]) => ({
    answers: paths.map((path) => (path === '/gone'
      ? { status: 404, body: { title: 'gone' } } : { status: 200, body: path })),
  }));
  const composite = new Composite(send);
  const gone = composite.read('/gone', alone).catch((error: unknown) => error);
  expect(await Promise.all([composite.read('/a', alone), composite.read('/b', alone)]))
    .toEqual(['/a', '/b']);
  const error = await gone;
  expect(isApiError(error) && error.status).toBe(404);
  expect(send.mock.calls).toEqual([[['/gone', '/a', '/b']]]);
});

test('what is asked by itself goes by itself', async () => {
  const send = vi.fn(async () => ({ answers: [] }));
  const composite = new Composite(send);
  expect(await composite.read('/a', async () => 'one')).toBe('one');
  expect(await composite.read('/a', async () => 'two')).toBe('two');
  expect(send).not.toHaveBeenCalled();
});

test('the server is not asked for more than it takes at once', async () => {
  const send = vi.fn(async (paths: string[]) => ({
    answers: paths.map((path) => ({ status: 200, body: path })),
  }));
  const composite = new Composite(send);
  const all = Array.from({ length: 42 }, (_, at) => `/${at}`);
  expect(await Promise.all(all.map((path) => composite.read(path, alone)))).toEqual(all);
  expect(send.mock.calls.map(([paths]) => paths.length)).toEqual([40, 2]);
});

test('when the request fails, all that went with it do', async () => {
  const composite = new Composite(() => Promise.reject(new Error('offline')));
  const asked = ['/a', '/b'].map((path) => composite.read(path, alone));
  expect((await Promise.allSettled(asked)).map(({ status }) => status))
    .toEqual(['rejected', 'rejected']);
});
