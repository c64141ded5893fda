/** Related lists fall into tabs, and each knows how its records are tied. */
import { expect, it } from 'vitest';
import type { Entity, Metadata } from '@/shared/api';
import { filesList, relatedGroups, tieOf } from './groups';

const entity = (name: string, fields: object[] = [], related: object[] = []) => ({
  name, labels: { one: name, many: name.toUpperCase(), new: name }, fields, related,
});
const list = (name: string, target: string, field: string) => ({
  name, entity: target, field, label: `list ${name}`,
});

const deals = entity('deals', [{ name: 'contacts', type: 'links', to: ['contacts'] }], [
  list('tasks', 'tasks', 'related'), list('contacts', 'contacts', 'contacts'),
  list('notes', 'notes', 'related'), list('files', 'files', 'related'),
  list('secret', 'hidden', 'deal'), list('converted_leads', 'leads', 'converted_deal'),
]);
const leads = entity('leads', [{ name: 'converted_deal', type: 'link', read_only: true }]);
const contacts = entity('contacts', [{ name: 'boss', type: 'link', to: ['contacts'] }], [
  list('joint_deals', 'deals', 'contacts'), list('deals', 'deals', 'contact'),
  list('subordinates', 'contacts', 'boss'),
]);
const metadata = {
  areas: [{ name: 'activities', label: 'Дела', entities: ['tasks', 'notes'] }],
  entities: { deals, contacts, leads, tasks: entity('tasks'), notes: entity('notes') },
} as unknown as Metadata;
const of = (each: object) => each as unknown as Entity;

it('gathers activities in one tab, before what only the server ties', () => {
  const groups = relatedGroups(metadata, of(deals));
  expect(groups.map(({ key, label, lists }) => [key, label, lists.length])).toEqual([
    ['contacts', 'list contacts', 1], ['activities', 'Дела', 2],
    ['leads', 'list converted_leads', 1],
  ]);
  expect(filesList(of(deals))?.name).toBe('files');
});

it('gathers lists of one entity under its name', () => {
  const [first] = relatedGroups(metadata, of(contacts));
  expect([first!.label, first!.lists.map(({ name }) => name)])
    .toEqual(['DEALS', ['joint_deals', 'deals']]);
});

it('knows who holds the link', () => {
  expect(tieOf(metadata, of(deals), deals.related[1] as never)).toEqual({ many: true });
  expect(tieOf(metadata, of(contacts), contacts.related[0] as never))
    .toEqual({ field: 'contacts', many: true });
  expect(tieOf(metadata, of(contacts), contacts.related[2] as never))
    .toEqual({ field: 'boss', many: false });
});
