// Verifies messages by somebody else's implementation of Standard Webhooks.
// In: JSON [{"secret","headers","body"}]; out: one line each, "ok" or what is wrong.
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

for (const { secret, headers, body } of JSON.parse(readFileSync(0, 'utf8'))) {
  try {
    new Webhook(secret).verify(body, headers);
    console.log('ok');
  } catch (error) {
    console.log(String(error.message));
  }
}
