// A provider that lies, for what a real one never does. What is wrong with a token is named by the
// code that it is asked for with: "VARIANT:NONCE". Says its address on the first line.
import { createHmac, createPublicKey, createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' });
const encode = (value) => Buffer.from(value).toString('base64url');
const sign = (text, key) => createSign('RSA-SHA256').update(text).sign(key).toString('base64url');
const seconds = () => Math.floor(Date.now() / 1000);

let issuer = '';
const claims = (nonce) => ({
  iss: issuer, aud: 'rapport', sub: 'victim', nonce, iat: seconds(), exp: seconds() + 300,
  auth_time: seconds(), email: 'victim@example.com', email_verified: true, name: 'Victim',
});

function token(header, body, key = privateKey) {
  const text = `${encode(JSON.stringify(header))}.${encode(JSON.stringify(body))}`;
  return `${text}.${sign(text, key)}`;
}

const rs = { alg: 'RS256', kid: 'one' };
const variants = {
  good: (n) => token(rs, claims(n)),
  elliptic: (n) => {
    const text = `${encode(JSON.stringify({ alg: 'ES256', kid: 'two' }))}.${
      encode(JSON.stringify(claims(n)))}`;
    const signed = createSign('SHA256').update(text)
      .sign({ key: curve.privateKey, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signed.toString('base64url')}`;
  },
  none: (n) => `${encode('{"alg":"none"}')}.${encode(JSON.stringify(claims(n)))}.`,
  none_with_signature: (n) => token({ alg: 'none', kid: 'one' }, claims(n)),
  shared_secret: (n) => {
    const text = `${encode(JSON.stringify({ alg: 'HS256', kid: 'one' }))}.${
      encode(JSON.stringify(claims(n)))}`;
    return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
  },
  stranger: (n) => token(rs, claims(n), stranger),
  other_key: (n) => token({ alg: 'RS256', kid: 'unknown' }, claims(n), stranger),
  own_key_inside: (n) => token(
    { alg: 'RS256', jwk: createPublicKey(stranger).export({ format: 'jwk' }) }, claims(n), stranger),
  critical: (n) => token({ ...rs, crit: ['exp'] }, claims(n)),
  changed: (n) => {
    const [head, , signature] = token(rs, claims(n)).split('.');
    return `${head}.${encode(JSON.stringify({ ...claims(n), sub: 'other' }))}.${signature}`;
  },
  issuer: (n) => token(rs, { ...claims(n), iss: 'https://evil.example' }),
  audience: (n) => token(rs, { ...claims(n), aud: 'another' }),
  audiences: (n) => token(rs, { ...claims(n), aud: ['another', 'rapport'] }),
  nonce: () => token(rs, claims('0'.repeat(64))),
  no_nonce: () => token(rs, { ...claims(''), nonce: undefined }),
  expired: (n) => token(rs, { ...claims(n), exp: seconds() - 120 }),
  no_expiry: (n) => token(rs, { ...claims(n), exp: undefined }),
  future: (n) => token(rs, { ...claims(n), iat: seconds() + 600 }),
  no_subject: (n) => token(rs, { ...claims(n), sub: '' }),
  long_ago: (n) => token(rs, { ...claims(n), auth_time: seconds() - 3600 }),
  no_token: () => '',
  rubbish: () => 'a.b.c',
  huge: () => 'x'.repeat(60_000),
};

const server = createServer((request, response) => {
  const answer = (value, status = 200) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(value));
  };
  const { pathname } = new URL(request.url, issuer);
  if (pathname.endsWith('/.well-known/openid-configuration')) {
    // Below /liar it calls itself somebody else.
    const own = pathname.startsWith('/liar') ? 'https://accounts.example.com' : issuer;
    answer({
      issuer: own, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
    });
  } else if (pathname === '/keys') {
    answer({ keys: [
      { ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' },
      { ...curve.publicKey.export({ format: 'jwk' }), kid: 'two', use: 'sig' },
    ] });
  } else if (pathname === '/token') {
    let body = '';
    request.on('data', (text) => { body += text; });
    request.on('end', () => {
      const [variant, nonce] = (new URLSearchParams(body).get('code') ?? '').split(':');
      if (variant === 'redirected') {
        response.writeHead(302, { Location: `${issuer}/token2` });
        response.end();
      } else if (!variants[variant]) answer({ error: 'invalid_grant' }, 400);
      else answer({ id_token: variants[variant](nonce), token_type: 'Bearer', access_token: 'x' });
    });
  } else answer({ error: 'not_found' }, 404);
});
server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  console.log(issuer);
});
