/** What browsers say of themselves, in words. */
import { expect, it } from 'vitest';
import { deviceName, isPhone } from './device';

const SAFARI = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 '
  + '(KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1';
const YANDEX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) '
  + 'Chrome/126.0.0.0 YaBrowser/24.7 Safari/537.36';

it.each([
  [SAFARI, 'Safari, iPhone', true],
  [YANDEX, 'Yandex Browser, Windows', false],
  ['curl/8.0', 'curl/8.0', false],
])('%s', (agent, name, phone) => {
  expect(deviceName(agent)).toBe(name);
  expect(isPhone(agent)).toBe(phone);
});
