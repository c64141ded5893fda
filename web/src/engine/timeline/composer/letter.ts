/** The link that opens the person's own mail or messenger with what was written in it. */
import type { Address } from '../../record/header/use_numbers';

const digits = (number: string) => number.replace(/\D/g, '');
const query = (values: { [name: string]: string }) => Object.entries(values)
  .filter(([, value]) => value !== '')
  .map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
const withQuery = (link: string, asked: string) => (asked ? `${link}?${asked}` : link);

export function letterLink({ channel, to }: Address, subject: string, text: string): string {
  switch (channel) {
    case 'mail':
      return withQuery(`mailto:${encodeURIComponent(to).replace('%40', '@')}`,
        query({ subject, body: text.replaceAll('\n', '\r\n') }));
    case 'telegram': return withQuery(`https://t.me/${to}`, query({ text }));
    case 'whatsapp': return withQuery(`https://wa.me/${digits(to)}`, query({ text }));
    case 'sms': return withQuery(`sms:${to.replace(/[^\d+]/g, '')}`, query({ body: text }));
  }
}
