// A real provider of OpenID Connect (the package oidc-provider) on a free port of this machine:
// node provider.mjs REDIRECT_URI. Its own page for developers takes any name as a sign-in. Says its
// address on the first line; what people it has stands here.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const people = {
  dilnoza: { email: 'dilnoza@example.com', email_verified: true, name: 'Dilnoza Rahimova',
    groups: ['sales'] },
  jasur: { email: 'jasur@example.com', email_verified: true, name: 'Jasur', groups: ['chiefs'] },
  rep: { email: 'rep@example.com', email_verified: true, name: 'The rep', groups: [] },
  unverified: { email: 'rep@example.com', email_verified: false, name: 'Not the rep', groups: [] },
  nameless: { name: 'Without an address', groups: [] },
};

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'rapport', client_secret: 'client-secret-of-the-tests',
      redirect_uris: [process.argv[2]], response_types: ['code'],
      grant_types: ['authorization_code'],
    }],
    claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true } },
    findAccount: (_, sub) => people[sub] && {
      accountId: sub, claims: () => ({ sub, ...people[sub] }),
    },
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
