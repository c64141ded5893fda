/** Text that people paste becomes the value, and the value becomes that text again. */
import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Field, Metadata } from '@/shared/api';
import { fieldType, valueText, type DisplayContext } from '.';
import { groupPhone } from './phone';
import { safeUrl } from './url';

const metadata = {
  currency: 'UZS', currencies: ['UZS', 'USD'], entities: {}, roles: [], areas: [],
  pipelines: [{
    id: 'p', name: 'Sales', default: true,
    stages: [{ key: 'won', label: 'Выиграна', color: 'green' }],
  }],
} as unknown as Metadata;

const context = (field: Partial<Field>): DisplayContext =>
  ({ metadata, field: { name: 'x', label: 'X', type: 'text', ...field } });

beforeAll(() => i18next.init({ lng: 'ru', resources: {} }));

describe('pasted text', () => {
  const read = (field: Partial<Field>, text: string) =>
    fieldType(field.type ?? 'text').parse(text, context(field));

  it.each([
    [{ type: 'money' as const }, '1 500,50 USD', { amount: '1500.50', currency: 'USD' }],
    [{ type: 'money' as const }, '12 000', { amount: '12000', currency: 'UZS' }],
    [{ type: 'money' as const }, 'дорого', undefined],
    [{ type: 'stage' as const }, 'выиграна', 'won'],
    [{ type: 'stage' as const }, 'нет такой', undefined],
    [{ type: 'date' as const }, '22.11.2026', '2026-11-22'],
    [{ type: 'percent' as const }, '12,5 %', '12.5'],
    [{ type: 'integer' as const }, '1 200', 1200],
    [{ type: 'boolean' as const }, 'да', true],
    [{ type: 'tags' as const }, 'a; b, a', ['a', 'b']],
    [{ type: 'link' as const }, 'ООО «Ромашка»', undefined],
    [{ type: 'text' as const }, '   ', null],
  ])('%j %s', (field, text, value) => {
    expect(read(field, text)).toEqual(value);
  });
});

it('writes values as text', () => {
  expect(valueText('won', context({ type: 'stage' }))).toBe('Выиграна');
  expect(valueText([], context({ type: 'tags' }))).toBe('');
  expect(valueText([{ value: '+998901234567', kind: 'work' }], context({ type: 'phones' })))
    .toBe('+998901234567');
});

it('opens only addresses of the web', () => {
  expect(safeUrl('rapport.uz')).toBe('https://rapport.uz/');
  expect(safeUrl('javascript:alert(1)')).toBeUndefined();
  expect(safeUrl('data:text/html,x')).toBeUndefined();
});

it('groups phone numbers', () => {
  expect(groupPhone('+998901234567')).toBe('+998 90 123-45-67');
  expect(groupPhone('+4930123')).toBe('+4930123');
});
