/** Columns of a board that a person has folded away: by person, entity, view and pipeline. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface Stored {
  folded: { [board: string]: string[] };
}

const useStored = create<Stored>()(
  persist<Stored>(() => ({ folded: {} }), { name: 'boards' }));

const NONE: string[] = [];

/** Keys of the folded columns of this board. */
export const useFolded = (board: string) => useStored(({ folded }) => folded[board] ?? NONE);

export const toggleFolded = (board: string, column: string) =>
  useStored.setState(({ folded }) => {
    const { [board]: now = NONE, ...others } = folded;
    const next = now.includes(column)
      ? now.filter((key) => key !== column) : [...now, column];
    return { folded: next.length > 0 ? { ...others, [board]: next } : others };
  });
