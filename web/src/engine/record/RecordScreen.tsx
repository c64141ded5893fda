/** One record: its fields in the sections of the layout. */
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { FieldValue } from '@/engine/fields';
import { titleOf, useEntity, useRecord, type CrmRecord, type Entity } from '@/shared/api';
import { EmptyState, ErrorState, Screen, SkeletonRows } from '@/shared/ui';

export default function RecordScreen() {
  const { t } = useTranslation();
  const { entity: name, id } = useParams({ from: '/inside/o/$entity/$id' });
  const entity = useEntity(name);
  const record = useRecord(name, id);
  if (!entity) return <EmptyState title={t('error.notFound')} />;
  if (record.data) return <Fields entity={entity} record={record.data} />;
  if (record.error) {
    return <ErrorState error={record.error} onRetry={() => void record.refetch()} />;
  }
  return <Screen title={entity.labels.one}><SkeletonRows /></Screen>;
}

const Fields = ({ entity, record }: { entity: Entity; record: CrmRecord }) => (
  <Screen title={titleOf(entity, record)} aside={entity.labels.one} narrow>
    {entity.layouts.detail.map((section) => (
      <section key={section.key}>
        <h2 className="screen-title">{section.label}</h2>
        <dl style={{ display: 'grid', gridTemplateColumns: '35% 1fr', gap: 8 }}>
          {section.rows.flat().map((field) => (
            <Row key={field} entity={entity} name={field} record={record} />
          ))}
        </dl>
      </section>
    ))}
  </Screen>
);

function Row({ entity, name, record }: { entity: Entity; name: string; record: CrmRecord }) {
  const field = entity.fields.find((candidate) => candidate.name === name);
  if (!field) return null;
  return (
    <>
      <dt className="muted">{field.label}</dt>
      <dd style={{ margin: 0 }}><FieldValue field={field} record={record} /></dd>
    </>
  );
}
