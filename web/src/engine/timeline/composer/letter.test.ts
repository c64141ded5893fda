/** Links into other programs carry what was written, whatever signs are in it. */
import { expect, it } from 'vitest';
import { addressesIn } from '../../record/header/use_numbers';
import { letterLink } from './letter';

it('writes a letter', () => {
  const to = { channel: 'mail', to: 'anna+b@example.com' } as const;
  expect(letterLink(to, 'Счёт & договор', 'Здравствуйте,\nвот счёт?')).toBe(
    `mailto:anna%2Bb@example.com?subject=${encodeURIComponent('Счёт & договор')}`
    + `&body=${encodeURIComponent('Здравствуйте,\r\nвот счёт?')}`);
  expect(letterLink(to, '', '')).toBe('mailto:anna%2Bb@example.com');
});

it('opens messengers', () => {
  expect(letterLink({ channel: 'whatsapp', to: '+998 90 123-45-67' }, '', 'a b'))
    .toBe('https://wa.me/998901234567?text=a%20b');
  expect(letterLink({ channel: 'telegram', to: 'anna_b' }, '', '')).toBe('https://t.me/anna_b');
  expect(letterLink({ channel: 'sms', to: '+998 90 123' }, '', 'ok')).toBe('sms:+99890123?body=ok');
});

it('finds where one can write to', () => {
  const record = {
    id: '1', email: 'a@example.com', telegram: 'https://t.me/anna_b', phone: '+998901234567',
    emails: [{ value: 'a@example.com' }, { value: 'b@example.com', invalid: true }],
  };
  expect(addressesIn(record, 'Anna').map(({ channel, to }) => `${channel} ${to}`)).toEqual([
    'mail a@example.com', 'telegram anna_b', 'whatsapp +998901234567', 'sms +998901234567',
  ]);
  expect(addressesIn({ id: '2', telegram: 'call me' })).toEqual([]);
});
