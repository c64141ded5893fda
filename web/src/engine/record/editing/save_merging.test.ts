/** Edits that crossed are both kept; a clash is told with all three values; undo hurts nobody. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError, findCached, saveRecord, type Entity } from '@/shared/api';
import { ConflictError, saveMerging } from './save_merging';

vi.mock('@/shared/api', async (load) => ({
  ...await load<typeof import('@/shared/api')>(), findCached: vi.fn(), saveRecord: vi.fn(),
}));

const deals = {
  name: 'deals', fields: [{ name: 'stage' }, { name: 'closes_on' }, { name: 'note' }],
} as unknown as Entity;
const before = { id: '1', version: 1, stage: 'talk', closes_on: '2026-12-10', note: 'a' };
const save = vi.mocked(saveRecord);
const stale = (current: object) => new ApiError(412, {
  current: { ...before, version: 2, ...current },
});

beforeEach(() => vi.mocked(findCached).mockReturnValue(before));
afterEach(() => vi.resetAllMocks());

it('returns what takes the change back, with what the server moved along', async () => {
  save.mockResolvedValue({ ...before, version: 2, stage: 'lost', closes_on: '2026-11-22' });
  await expect(saveMerging(deals, '1', { stage: 'lost' })).resolves
    .toEqual({ stage: 'talk', closes_on: '2026-12-10' });
});

it('sends again what does not clash, and leaves the edits of others out of the undo', async () => {
  save.mockRejectedValueOnce(stale({ note: 'theirs' })).mockResolvedValueOnce(before);
  await expect(saveMerging(deals, '1', { stage: 'lost' })).resolves.toEqual({ stage: 'talk' });
  expect(save).toHaveBeenLastCalledWith('deals', { id: '1', changes: { stage: 'lost' } });
});

it('tells a clash and saves the rest', async () => {
  save.mockRejectedValueOnce(stale({ note: 'theirs', changed_by: { id: 'u', name: 'Азиз' } }))
    .mockResolvedValueOnce(before);
  const error = await saveMerging(deals, '1', { stage: 'lost', note: 'mine' })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConflictError);
  expect(error).toMatchObject({
    who: 'Азиз', conflicts: [{ field: 'note', base: 'a', theirs: 'theirs', mine: 'mine' }],
  });
  expect(save).toHaveBeenLastCalledWith('deals', { id: '1', changes: { stage: 'lost' } });
});

it('passes other refusals on', async () => {
  save.mockRejectedValue(new ApiError(422, {}));
  await expect(saveMerging(deals, '1', { stage: 'lost' })).rejects.toMatchObject({ status: 422 });
  expect(save).toHaveBeenCalledOnce();
});
