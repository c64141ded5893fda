/** A form that could never be sent is not offered. */
import { expect, it } from 'vitest';
import { canCreate } from './metadata';
import type { Entity } from './types';

const entity = (name: string, create: boolean) => ({ name, rights: { create } }) as Entity;

it('lets a record be made by who may, but no file without its content', () => {
  expect(canCreate(entity('deals', true))).toBe(true);
  expect(canCreate(entity('deals', false))).toBe(false);
  expect(canCreate(entity('files', true))).toBe(false);
});
