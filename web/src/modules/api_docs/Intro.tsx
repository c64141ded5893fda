/** How to speak with the server: the key, pages, filters, errors. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Code } from './Code';

const FILTER = `{"all": [
  {"field": "stage", "op": "in", "value": ["new", "proposal"]},
  {"field": "amount", "op": "gte", "value": "1000000"}
]}`;

const PAGE = `{"items": [ … ], "next": "eyJ2IjoxLCJr…", "total": 8931}`;

const PROBLEM = `HTTP/1.1 422 Unprocessable Content
Content-Type: application/problem+json

{"type": "…", "title": "…", "status": 422, "detail": "…",
 "request_id": "a99f70bb156bc537",
 "errors": [{"field": "name", "code": "required", "message": "…"}]}`;

const LINK = '{"account": {"id": "0197…", "entity": "accounts", "name": "Acme"}}';

export function Intro({ origin }: { origin: string }) {
  const { t } = useTranslation('api_docs');
  const samples = {
    key: `curl '${origin}/api/v1/deals?limit=10' \\\n  -H 'Authorization: Bearer YOUR_KEY'`,
    pages: PAGE, filters: FILTER, changes: 'If-Match: "7"\nIdempotency-Key: 5f0c…',
    values: LINK, errors: PROBLEM,
  };
  return (
    <div className="docs-intro">
      <p className="docs-lead">
        {t('lead')} <Link className="link" to="/profile">{t('getKey')}</Link>
      </p>
      {Object.entries(samples).map(([name, sample]) => (
        <section key={name}>
          <h3>{t(`intro.${name}.title`)}</h3>
          <p>{t(`intro.${name}.text`)}</p>
          <Code text={sample} />
        </section>
      ))}
      <p>
        {t('contract')} <a className="link" href="/api/v1/openapi.json">/api/v1/openapi.json</a>
      </p>
    </div>
  );
}
