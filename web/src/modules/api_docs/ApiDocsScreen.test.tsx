/** The reference opens with how to begin, is searched, and shows an operation whole. */
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { keys, queryClient } from '@/shared/api';
import apiDocs from '@/shared/i18n/locales/ru/api_docs.json';
import common from '@/shared/i18n/locales/ru/common.json';
import ApiDocsScreen from './ApiDocsScreen';

const place = vi.hoisted(() => ({ hash: '' }));
vi.mock('@tanstack/react-router', () => ({
  Link: (props: object) => <a {...props} />,
  useLocation: () => place.hash,
  useNavigate: () => ({ hash }: { hash: string }) => { place.hash = hash; },
}));

const contract = {
  paths: {
    '/api/v1/deals': {
      post: {
        operationId: 'create',
        summary: 'Creates a record',
        tags: ['deals'],
        parameters: [{
          name: 'Idempotency-Key', in: 'header', description: 'Makes a repeat harmless',
          schema: { type: 'string' },
        }],
        requestBody: {
          content: {
            'application/json': {
              schema: { type: 'object', properties: { name: { type: 'string' } } },
            },
          },
        },
      },
    },
  },
};

beforeAll(() => i18next.use(initReactI18next).init({
  lng: 'ru', defaultNS: 'common', resources: { ru: { api_docs: apiDocs, common } },
}));

beforeEach(() => {
  place.hash = '';
  queryClient.setQueryData(['openapi'], contract);
  queryClient.setQueryData(keys.metadata('ru'), {
    areas: [{ name: 'sales', label: 'Продажи', entities: ['deals'] }],
    entities: {
      deals: {
        name: 'deals', labels: { many: 'Сделки' }, layouts: { create: ['name'] },
        fields: [{ name: 'name', label: 'Название', type: 'text' }],
      },
    },
  });
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}><ApiDocsScreen /></QueryClientProvider>
    </MantineProvider>,
  );
});

it('begins with keys, pages, filters and errors', () => {
  for (const title of ['Ключ', 'Страницы', 'Условия', 'Ошибки']) {
    expect(screen.getByRole('heading', { name: title })).toBeVisible();
  }
});

it('shows an operation that was searched for, with its fields and an example', async () => {
  await userEvent.type(screen.getByRole('searchbox', { name: 'Найти операцию или поле' }), 'post');
  const group = screen.getByRole('region', { name: 'Сделки' });
  await userEvent.click(within(group).getByRole('button', { name: /POST.*Создаёт запись/ }));
  expect(group).toHaveTextContent('Название');
  expect(group).toHaveTextContent('Делает повтор запроса безопасным');
  expect(group).toHaveTextContent(`-d '{"name":"Acme"}'`);
});
