/** Opens the quick-create dialog from anywhere; dialogs stack when one record needs another. */
import { create } from 'zustand';
import type { LinkValue } from '@/shared/api';

export interface QuickCreateRequest {
  key: number;
  entity: string;
  /** Values to begin with, as read (links as {id, entity, name}). */
  initial: { [field: string]: unknown };
  onCreated?: (link: LinkValue) => void;
}

export const useQuickCreate = create<{ stack: QuickCreateRequest[] }>(() => ({ stack: [] }));

let count = 0;

export function openQuickCreate(
  entity: string, options: Partial<Pick<QuickCreateRequest, 'initial' | 'onCreated'>> = {},
) {
  const request = { key: ++count, entity, initial: {}, ...options };
  useQuickCreate.setState(({ stack }) => ({ stack: [...stack, request] }));
}

export const closeQuickCreate = (key: number) =>
  useQuickCreate.setState(({ stack }) => ({
    stack: stack.filter((request) => request.key !== key),
  }));
