/** What the person has decided about the file so far; kept in the browser until it is imported. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { DateOrder, Decimal, Duplicates, ReadOptions } from './api';

export interface Draft {
  file: { id: string; name: string };
  entity?: string;
  options: ReadOptions;
  /** Field of a column as chosen by the person; '' is "do not import". */
  columns: { [column: string]: string };
  /** Value for a word of a column, as chosen by the person; '' is "leave it empty". */
  values: { [column: string]: { [word: string]: string } };
  dateOrder?: DateOrder;
  decimal?: Decimal;
  match: string[];
  duplicates: Duplicates;
  createLinked: boolean;
}

interface Kept {
  /** Whose draft it is: browsers are shared. */
  user?: string;
  draft?: Draft;
}

// The name begins with "draft:", so that signing out removes it.
export const useDraft = create<Kept>()(persist<Kept>(() => ({}), { name: 'draft:import' }));

export function beginDraft(user: string, file: Draft['file'], entity?: string) {
  useDraft.setState({
    user,
    draft: {
      file, entity, options: {}, columns: {}, values: {}, match: [], duplicates: 'skip',
      createLinked: false,
    },
  });
}

export const changeDraft = (part: Partial<Draft>) =>
  useDraft.setState(({ draft }) => ({ draft: draft && { ...draft, ...part } }));

export const dropDraft = () => useDraft.setState({ user: undefined, draft: undefined });
