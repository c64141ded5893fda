/** Rights keep what was meant: exceptions are kept, what is as without them is not. */
import { expect, it } from 'vitest';
import {
  fieldRight, levelOf, restrictedFields, withFieldRight, withLevel, type Rights,
} from './rights';

const rep: Rights = {
  '*': { read: 'team', create: 'all', update: 'own', delete: 'none', export: 'none' },
  deals: { update: 'team', hidden: ['margin'] },
};

it('falls back to what is for all others', () => {
  expect(levelOf([rep], 'deals', 'update')).toBe('team');
  expect(levelOf([rep], 'deals', 'read')).toBe('team');
  expect(levelOf([rep], 'leads', 'update')).toBe('own');
  expect(levelOf([{}], 'leads', 'read')).toBe('none');
});

it('changes many wherever one may be changed, and sees the bin as the rest, unless told', () => {
  expect(levelOf([rep], 'deals', 'mass_edit')).toBe('all');
  expect(levelOf([rep], 'deals', 'deleted')).toBe('team');
  const told = withLevel(rep, [], 'deals', 'mass_edit', 'none');
  expect(told.deals?.mass_edit).toBe('none');
  expect(withLevel(told, [], 'deals', 'mass_edit', 'all')).toEqual(rep);
});

it('keeps an exception and drops one that is none any more', () => {
  const more = withLevel(rep, [], 'leads', 'delete', 'own');
  expect(more.leads).toEqual({ delete: 'own' });
  expect(withLevel(more, [], 'leads', 'delete', 'none')).toEqual(rep);
  expect(withLevel(rep, [], 'deals', 'update', 'own').deals).toEqual({ hidden: ['margin'] });
});

it('changes what is for all others', () => {
  expect(levelOf([withLevel(rep, [], '*', 'export', 'all')], 'leads', 'export')).toBe('all');
});

it('takes what it does not say from the role it is based on', () => {
  const senior: Rights = { '*': { read: 'territory' } };
  // Who names the section goes before who speaks of all others.
  expect(levelOf([senior, rep], 'deals', 'update')).toBe('team');
  expect(levelOf([senior, rep], 'deals', 'read')).toBe('territory');
  expect(fieldRight([senior, rep], 'deals', 'margin')).toBe('hidden');
  expect(withLevel({}, [rep], 'deals', 'update', 'team')).toEqual({});
});

it('hides and locks fields, one or the other', () => {
  expect(fieldRight([rep], 'deals', 'margin')).toBe('hidden');
  const locked = withFieldRight(rep, [], 'deals', 'margin', 'read');
  expect(locked.deals).toEqual({ update: 'team', locked: ['margin'] });
  expect(restrictedFields([locked], 'deals')).toBe(1);
  expect(withFieldRight(locked, [], 'deals', 'margin', 'edit').deals).toEqual({ update: 'team' });
});

it('opens a field that the role it is based on hides', () => {
  const opened = withFieldRight({}, [rep], 'deals', 'margin', 'edit');
  expect(opened).toEqual({ deals: { hidden: [] } });
  expect(fieldRight([opened, rep], 'deals', 'margin')).toBe('edit');
  expect(withFieldRight(opened, [rep], 'deals', 'margin', 'hidden')).toEqual({});
});
