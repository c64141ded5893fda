/** Saves are shown at once in every list, go out in order, and are taken back when refused. */
import i18next from 'i18next';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { ApiError, findCached, keys, queryClient, saveRecord, type CrmRecord } from '.';

const list = keys.list('deals', { sort: 'name' });
let answers: ((response: Response) => void)[];
const fetched = vi.fn();

beforeAll(() => i18next.init({ lng: 'ru', resources: {} }));

beforeEach(() => {
  answers = [];
  queryClient.clear();
  queryClient.setQueryData(keys.metadata('ru'), {
    entities: {
      deals: { fields: [{ name: 'account', type: 'link', to: ['accounts'], label: 'Компания' }] },
    },
  });
  queryClient.setQueryData(list, {
    pages: [{ items: [{ id: '1', version: 1, name: 'a', amount: 1 }], next: null }],
    pageParams: [null],
  });
  fetched.mockReset().mockImplementation(() => new Promise((answer) => answers.push(answer)));
  vi.stubGlobal('fetch', fetched);
});
afterEach(() => vi.unstubAllGlobals());

const inList = () =>
  queryClient.getQueryData<{ pages: { items: CrmRecord[] }[] }>(list)!.pages[0]!.items[0];

async function answer(status: number, body: unknown) {
  await vi.waitFor(() => expect(answers.length).toBeGreaterThan(0));
  answers.shift()!(new Response(JSON.stringify(body), { status }));
}

it('shows the change before the answer and the server’s record after', async () => {
  const saved = saveRecord('deals', { id: '1', changes: { name: 'b' } });
  expect(inList()?.name).toBe('b');
  await answer(200, { id: '1', version: 2, name: 'B' });
  await saved;
  expect(inList()).toEqual({ id: '1', version: 2, name: 'B', amount: 1 });
});

it('sends the second of two quick saves with the version of the first', async () => {
  const first = saveRecord('deals', { id: '1', changes: { name: 'b' } });
  const second = saveRecord('deals', { id: '1', changes: { amount: 2 } });
  await answer(200, { id: '1', version: 2, name: 'b', amount: 1 });
  await first;
  expect(inList()?.amount).toBe(2);
  await answer(200, { id: '1', version: 3, name: 'b', amount: 2 });
  await second;
  const versions = fetched.mock.calls.map(([, init]) => init.headers['If-Match']);
  expect(versions).toEqual(['"1"', '"2"']);
});

it('takes a refused change back', async () => {
  const saved = saveRecord('deals', { id: '1', changes: { name: '' } });
  await answer(422, { errors: [{ field: 'name', code: 'required', message: 'Заполните' }] });
  await expect(saved).rejects.toMatchObject({ fields: { name: 'Заполните' } });
  expect(findCached('deals', '1')?.name).toBe('a');
});

it('shows what others saved after a stale save', async () => {
  const saved = saveRecord('deals', { id: '1', changes: { name: 'mine' } });
  await answer(412, {
    current: { id: '1', version: 5, name: 'theirs' },
    errors: [{ field: 'name', code: 'conflict', message: '' }],
  });
  const error = await saved.catch((thrown: unknown) => thrown);
  expect((error as ApiError).conflicts).toEqual(['name']);
  expect(findCached('deals', '1')).toMatchObject({ version: 5, name: 'theirs' });
});

it('writes a link as an id and shows it with its name', async () => {
  const account = { id: 'a1', entity: 'accounts', name: 'Korzinka' };
  void saveRecord('deals', { id: '1', changes: { account } });
  expect(inList()?.account).toBe(account);
  await vi.waitFor(() => expect(fetched).toHaveBeenCalled());
  expect(JSON.parse(fetched.mock.calls[0]![1].body)).toEqual({ account: 'a1' });
  await answer(200, { id: '1', version: 2, account });
});
