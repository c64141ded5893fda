/** The contract becomes groups, fields and examples. */
import { describe, expect, it } from 'vitest';
import { curlOf, sampleBody } from './curl';
import { fieldsOf, groupsOf, typeText, type OpenApi } from './openapi';
import { matching } from './search';
import { keyOf } from './words';

const ok = (ref: string) => ({
  200: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${ref}` } } } },
});

const api: OpenApi = {
  paths: {
    '/health/live': { get: { operationId: 'live', tags: ['rapport'] } },
    '/api/v1/deals/{id}': {
      delete: { operationId: 'remove', tags: ['deals'] },
      patch: {
        operationId: 'change',
        tags: ['deals'],
        summary: 'Changes a record',
        parameters: [{ name: 'id', in: 'path', required: true }],
        requestBody: {
          content: { 'application/json': { schema: { $ref: '#/components/schemas/deals_write' } } },
        },
        responses: ok('deals'),
      },
    },
    '/api/v1/deals': { get: { operationId: 'list', tags: ['deals'], responses: ok('page') } },
    '/api/v1/profile/api-keys': { get: { operationId: 'keys', tags: ['rapport'] } },
  },
  components: {
    schemas: {
      Link: { type: ['object', 'null'], properties: { id: { type: 'string' } } },
      Money: {
        type: ['object', 'null'],
        properties: { amount: { type: 'string' }, currency: { type: 'string' } },
        required: ['amount'],
      },
      deals: {
        type: 'object',
        properties: {
          amount: { $ref: '#/components/schemas/Money' },
          account: { $ref: '#/components/schemas/Link' },
          kind: { enum: ['new', 'repeat', null] },
        },
      },
      deals_write: {
        type: 'object',
        properties: {
          id: { type: 'string', format: 'uuid' },
          account: { type: ['string', 'object', 'null'] },
          amount: { $ref: '#/components/schemas/Money' },
          closes_on: { type: ['string', 'null'], format: 'date' },
          name: { type: ['string', 'null'], maxLength: 200 },
        },
      },
      page: {
        type: 'object',
        properties: {
          items: { type: 'array', items: { $ref: '#/components/schemas/deals' } },
          next: { type: ['string', 'null'] },
        },
      },
    },
  },
};

const groups = groupsOf(api, ['deals']);
const change = groups[0]!.operations.find(({ id }) => id === 'change')!;

it('groups operations: entities first, then what belongs to none', () => {
  expect(groups.map(({ key }) => key)).toEqual(['deals', 'profile', 'service']);
  expect(groups[0]!.operations.map(({ id }) => id)).toEqual(['list', 'change', 'remove']);
});

describe('fields', () => {
  it('are followed through references, lists and objects; a link stays one line', () => {
    const page = groups[0]!.operations[0]!.answer?.schema;
    expect(fieldsOf(api, page).map(({ path, type }) => `${path} ${type}`)).toEqual([
      'items[] deals[]', 'items[].amount Money', 'items[].amount.amount string',
      'items[].amount.currency string', 'items[].account Link', 'items[].kind string',
      'next string | null',
    ]);
  });

  it('tell what they must have and may be', () => {
    const rows = fieldsOf(api, change.answer?.schema);
    expect(rows.find(({ path }) => path === 'amount.amount')?.required).toBe(true);
    expect(rows.find(({ path }) => path === 'kind')?.choices).toEqual(['new', 'repeat']);
    expect(typeText({ type: ['string', 'null'], format: 'date' })).toBe('string (date) | null');
    expect(typeText({ type: ['array', 'null'], items: { type: ['string', 'object'] } }))
      .toBe('(string | object)[] | null');
  });
});

it('makes an example of what one would send', () => {
  expect(sampleBody(api, change.body?.schema, ['name', 'account'])).toEqual({
    name: 'Acme', amount: { amount: '1500000', currency: 'UZS' }, closes_on: '2026-12-01',
  });
  expect(curlOf(api, change, 'https://crm.example', ['name'])).toContain(
    "curl -X PATCH 'https://crm.example/api/v1/deals/ID'");
});

it('finds by words of the path, the summary in any language, the field and the group', () => {
  const found = (text: string) => matching(
    api, groups, text, (key) => (key === 'deals' ? 'Сделки' : key), () => 'Изменяет запись',
  ).flatMap(({ operations }) => operations.map(({ id }) => id));
  expect(found('patch closes_on')).toEqual(['change']);
  expect(found('сделки изменяет')).toEqual(['list', 'change', 'remove']);
  expect(found('nothing of the kind')).toEqual([]);
});

it('names translations after what the server says', () => {
  expect(keyOf("One's own API keys")).toBe('onesOwnAPIKeys');
  expect(keyOf('-amount,name')).toBe('amountName');
});
