/** Editing in place saves once when the person is done, and not at all when nothing changed. */
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { keys, queryClient, type Field } from '@/shared/api';
import { InlineEditor } from './InlineEditor';

const onSave = vi.fn();
const onClose = vi.fn();
const choices = [{ key: 'web', label: 'Сайт' }, { key: 'call', label: 'Звонок' }];

beforeAll(() => i18next.use(initReactI18next).init({ lng: 'ru', resources: {} }));

beforeEach(() => {
  vi.clearAllMocks();
  queryClient.setQueryData(keys.metadata('ru'), {
    currency: 'UZS', currencies: ['UZS'], entities: {}, pipelines: [], areas: [], roles: [],
  });
});

function edit(field: Partial<Field>, value: unknown) {
  const whole: Field = { name: 'x', label: 'X', type: 'text', ...field };
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>
        <InlineEditor entity="deals" field={whole} record={{ id: '1', x: value }}
          onSave={onSave} onClose={onClose} />
      </QueryClientProvider>
    </MantineProvider>,
  );
}

it('saves a text on Enter, once', async () => {
  edit({}, 'old');
  await userEvent.type(screen.getByLabelText('X'), ' and new{Enter}');
  await userEvent.tab();
  expect(onSave).toHaveBeenCalledExactlyOnceWith('old and new');
  expect(onClose).toHaveBeenCalledExactlyOnceWith('commit');
});

it('drops what was typed on Escape', async () => {
  edit({}, 'old');
  await userEvent.type(screen.getByLabelText('X'), ' and new{Escape}');
  await userEvent.tab();
  expect(onSave).not.toHaveBeenCalled();
  expect(onClose).toHaveBeenCalledExactlyOnceWith('cancel');
});

it('saves nothing when nothing changed', async () => {
  edit({ type: 'money' }, { amount: '1500.50', currency: 'UZS' });
  await userEvent.type(screen.getByLabelText('X'), '{Enter}');
  expect(onSave).not.toHaveBeenCalled();
  expect(onClose).toHaveBeenCalledExactlyOnceWith('commit');
});

it('keeps the currency of an amount', async () => {
  edit({ type: 'money' }, { amount: '1500', currency: 'USD' });
  const input = screen.getByLabelText('X');
  await userEvent.clear(input);
  await userEvent.type(input, '2 000,5{Enter}');
  expect(onSave).toHaveBeenCalledExactlyOnceWith({ amount: '2000.5', currency: 'USD' });
});

it('saves a choice as soon as it is made', async () => {
  edit({ type: 'choice', choices }, 'web');
  await userEvent.click(await screen.findByRole('option', { name: 'Звонок' }));
  expect(onSave).toHaveBeenCalledExactlyOnceWith('call');
  expect(onClose).toHaveBeenCalledExactlyOnceWith('commit');
});

it('saves a day that was typed', async () => {
  edit({ type: 'date' }, null);
  await userEvent.type(await screen.findByLabelText('X'), '22.11.2026{Enter}');
  expect(onSave).toHaveBeenCalledExactlyOnceWith('2026-11-22');
});

it('saves a day that was picked', async () => {
  edit({ type: 'date' }, '2026-11-22');
  await userEvent.click(await screen.findByLabelText('X'));
  await userEvent.click(await screen.findByText('17'));
  expect(onSave).toHaveBeenCalledExactlyOnceWith('2026-11-17');
  expect(onClose).toHaveBeenCalledExactlyOnceWith('commit');
});

it('saves several phones when focus leaves the panel', async () => {
  edit({ type: 'phones' }, null);
  await userEvent.type(await screen.findByLabelText('X 1'), '+998901234567');
  await userEvent.keyboard('{Control>}{Enter}{/Control}');
  expect(onSave).toHaveBeenCalledExactlyOnceWith([{ value: '+998901234567', kind: 'mobile' }]);
});

it('does not empty a number when what is typed is none', async () => {
  edit({ type: 'decimal' }, '7');
  const input = screen.getByLabelText('X');
  await userEvent.clear(input);
  await userEvent.type(input, 'abc{Enter}');
  expect(onSave).not.toHaveBeenCalled();
  expect(input).toBeInvalid();
  await userEvent.clear(input);
  await userEvent.type(input, '8{Enter}');
  expect(onSave).toHaveBeenCalledExactlyOnceWith('8');
});
