/** Rights keep what was meant: exceptions are kept, what is as for all others is not. */
import { expect, it } from 'vitest';
import {
  fieldRight, levelOf, restrictedFields, withFieldRight, withLevel, type Rights,
} from './rights';

const rep: Rights = {
  '*': { read: 'team', create: 'all', update: 'own', delete: 'none', export: 'none' },
  deals: { update: 'team', hidden: ['margin'] },
};

it('falls back to what is for all others', () => {
  expect(levelOf(rep, 'deals', 'update')).toBe('team');
  expect(levelOf(rep, 'deals', 'read')).toBe('team');
  expect(levelOf(rep, 'leads', 'update')).toBe('own');
  expect(levelOf({}, 'leads', 'read')).toBe('none');
});

it('keeps an exception and drops one that is none any more', () => {
  const more = withLevel(rep, 'leads', 'delete', 'own');
  expect(more.leads).toEqual({ delete: 'own' });
  expect(withLevel(more, 'leads', 'delete', 'none')).toEqual(rep);
  expect(withLevel(rep, 'deals', 'update', 'own').deals).toEqual({ hidden: ['margin'] });
});

it('changes what is for all others', () => {
  expect(levelOf(withLevel(rep, '*', 'export', 'all'), 'leads', 'export')).toBe('all');
});

it('hides and locks fields, one or the other', () => {
  expect(fieldRight(rep, 'deals', 'margin')).toBe('hidden');
  const locked = withFieldRight(rep, 'deals', 'margin', 'read');
  expect(locked.deals).toEqual({ update: 'team', locked: ['margin'] });
  expect(restrictedFields(locked, 'deals')).toBe(1);
  expect(withFieldRight(locked, 'deals', 'margin', 'edit').deals).toEqual({ update: 'team' });
});
