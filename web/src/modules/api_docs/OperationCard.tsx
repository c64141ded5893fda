/** One operation: a line that opens into parameters, body, answer and an example. */
import { IconChevronRight } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/shared/api';
import { Code } from './Code';
import { curlOf } from './curl';
import { FieldList } from './FieldList';
import { fieldsOf, typeText, type FieldRow, type OpenApi, type Operation } from './openapi';
import { said } from './words';

interface Props {
  api: OpenApi;
  operation: Operation;
  entity?: Entity;
}

export function OperationCard({ api, operation, entity }: Props) {
  const { t } = useTranslation('api_docs');
  const [opened, setOpened] = useState(false);
  const { id, method, path, summary } = operation;
  return (
    <article className="docs-operation">
      <h3>
        <button type="button" aria-expanded={opened} aria-controls={id}
          onClick={() => setOpened(!opened)}>
          <span className={`docs-method ${method.toLowerCase()}`}>{method}</span>
          <code className="docs-path">{path.replace('/api/v1', '')}</code>
          <span className="docs-summary">{said(t, summary)}</span>
          <IconChevronRight size={16} stroke={1.7} aria-hidden />
        </button>
      </h3>
      {opened && <div id={id}><Details api={api} operation={operation} entity={entity} /></div>}
    </article>
  );
}

function Details({ api, operation, entity }: Props) {
  const { t } = useTranslation('api_docs');
  const { body, answer, path } = operation;
  const parameters = operation.parameters.map((parameter): FieldRow => ({
    path: parameter.name,
    name: parameter.name,
    depth: 0,
    type: `${t(`in.${parameter.in}`)} · ${typeText(parameter.schema)}`,
    required: parameter.required ?? false,
    choices: [],
    schema: { ...parameter.schema, description: said(t, parameter.description ?? '') },
  }));
  const sent = fieldsOf(api, body?.schema);
  const received = fieldsOf(api, answer?.schema);
  const kind = (content: { type?: string; schema?: Parameters<typeof typeText>[0] }) =>
    [content.type, typeText(content.schema)].filter(Boolean).join(' · ');
  return (
    <div className="docs-details">
      <code className="docs-address">{operation.method} {path}</code>
      {parameters.length > 0 && (
        <Part title={t('parameters')}><FieldList rows={parameters} /></Part>
      )}
      {body && (
        <Part title={t('body')} note={kind(body)}><FieldList rows={sent} entity={entity} /></Part>
      )}
      {answer && (
        <Part title={`${t('answer')} ${answer.code}`} note={kind(answer)}>
          <FieldList rows={received} entity={entity} />
        </Part>
      )}
      <Part title={t('example')}>
        <Code text={curlOf(api, operation, window.location.origin, entity?.layouts.create)} />
      </Part>
    </div>
  );
}

const Part = ({ title, note, children }: {
  title: string;
  note?: string;
  children: ReactNode;
}) => (
  <section>
    <h4>{title} {note && <span className="docs-type">{note}</span>}</h4>
    {children}
  </section>
);
