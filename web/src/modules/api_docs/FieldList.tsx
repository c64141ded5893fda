/** Fields of a body or an answer: name, type, what it means, which values it takes. */
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/shared/api';
import type { FieldRow } from './openapi';

interface Props {
  rows: FieldRow[];
  /** Gives its fields their names in the person's language. */
  entity?: Entity;
}

function limits({ schema }: FieldRow): string[] {
  const { maxLength, minimum, maximum } = schema;
  return [
    maxLength === undefined ? '' : `≤ ${maxLength}`,
    minimum === undefined ? '' : `≥ ${minimum}`,
    maximum === undefined ? '' : `≤ ${maximum}`,
  ].filter(Boolean);
}

export function FieldList({ rows, entity }: Props) {
  const { t } = useTranslation('api_docs');
  const labelOf = (row: FieldRow) =>
    entity?.fields.find(({ name }) => name === row.name)?.label ?? row.schema.description;
  return (
    <dl className="docs-fields">
      {rows.map((row) => (
        <div key={row.path}>
          <dt style={{ paddingLeft: row.depth * 16 }}>
            <code>{row.name}</code>
            {row.required && <span className="docs-required">{t('required')}</span>}
          </dt>
          <dd>
            <span className="docs-type">{[row.type, ...limits(row)].join(' · ')}</span>
            {labelOf(row) && <span>{labelOf(row)}</span>}
            {row.choices.length > 0 && (
              <span className="docs-choices">
                {row.choices.map((choice) => <code key={choice}>{choice}</code>)}
              </span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
