/** One entry of the audit: a line, and below it all that is known when it is opened. */
import { ActionIcon } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChangeLines } from '@/engine/timeline/items/ChangeLines';
import { useMetadata, type Color, type CrmRecord } from '@/shared/api';
import { formatInstant, formatNumber } from '@/shared/i18n/format';
import { deviceName } from '@/shared/lib/device';
import { Avatar, Tag } from '@/shared/ui';
import type { AuditFilter, AuditItem, Kind } from './api';

const COLORS: { [kind in Kind]: Color } = {
  view: 'gray', change: 'blue', export: 'orange', sign_in: 'green', administration: 'violet',
  alarm: 'red',
};

interface Props {
  item: AuditItem;
  filter: AuditFilter;
  onFilter: (filter: AuditFilter) => void;
}

export function AuditRow({ item, filter, onFilter }: Props) {
  const { t } = useTranslation('audit');
  const id = useId();
  const [opened, setOpened] = useState(false);
  const what = useWhat(item);
  const { record } = item;
  const name = item.actor?.name ?? t(item.kind === 'sign_in' ? 'unknown' : 'program');
  const Face = opened ? IconChevronDown : IconChevronRight;
  return (
    <li className="audit-row">
      <div className="audit-line">
        <ActionIcon variant="subtle" color="gray" aria-expanded={opened} aria-controls={id}
          aria-label={t('open', { what })} onClick={() => setOpened(!opened)}>
          <Face size={16} stroke={1.7} />
        </ActionIcon>
        <time className="muted num audit-at" dateTime={item.at}>{formatInstant(item.at)}</time>
        <span className="audit-who">
          <Avatar name={name} size={22} />
          {item.actor
            ? (
              <button type="button" className="audit-link clip"
                onClick={() => onFilter({ ...filter, person: item.actor?.id })}>{name}</button>
            )
            : <span className="muted clip">{name}</span>}
        </span>
        <Tag label={t(`kind.${item.kind}`)} color={COLORS[item.kind]} />
        <span className="audit-what">
          <span>{record ? `${what}:` : what}</span>{' '}
          <Target item={item} />
        </span>
        <span className="muted num audit-from clip">{item.address}</span>
      </div>
      <div id={id} hidden={!opened} className="audit-more">{opened && <More item={item} />}</div>
    </li>
  );
}

/** The act in words: "opened", "exported 1,200 records". */
function useWhat(item: AuditItem): string {
  const { t } = useTranslation('audit');
  const { kind, act, count, record } = item;
  const group = kind === 'change' || (kind === 'administration' && item.details.version)
    ? 'change' : kind;
  const several = !record && (kind === 'view' || kind === 'export' || kind === 'alarm');
  return t(`act.${group}.${act}${several && act === 'record' ? 's' : ''}`, {
    count, number: formatNumber(count), defaultValue: act,
  });
}

/** The record, or the kind of records, as a link to it. */
function Target({ item: { record, entity } }: { item: AuditItem }) {
  const { t } = useTranslation('audit');
  const { entities } = useMetadata();
  const labels = entities[entity]?.labels;
  if (record) {
    const name = record.name || t('common:hiddenName');
    return (
      <>
        {labels && record.name
          ? (
            <Link className="audit-link" to="/o/$entity/$id"
              params={{ entity: record.entity, id: record.id }}>{name}</Link>
          )
          : <span className="muted">{name}</span>}
        {labels && <span className="muted"> · {labels.one.toLowerCase()}</span>}
      </>
    );
  }
  if (!labels) return null;
  return <span className="muted">· {labels.many}</span>;
}

function More({ item }: { item: AuditItem }) {
  const { t } = useTranslation('audit');
  const { entities } = useMetadata();
  const entity = entities[item.entity];
  const { old: before, new: after, records, ...details } = item.details;
  const rows = Object.entries(details)
    .filter(([, value]) => value !== null && value !== '' && value !== undefined);
  return (
    <>
      {entity && item.changes.length > 0 && (
        <ChangeLines entity={entity} changes={item.changes}
          record={{ id: item.record?.id ?? '', version: 0 } as CrmRecord} />
      )}
      <dl>
        {before !== undefined && <Row name={t('detail.old')} value={before} />}
        {after !== undefined && <Row name={t('detail.new')} value={after} />}
        {rows.map(([name, value]) => (
          <Row key={name} name={t(`detail.${name}`, { defaultValue: name })} value={value} />
        ))}
        {Array.isArray(records) && entity && (
          <div>
            <dt>{t('detail.records')}</dt>
            <dd className="audit-records">
              {(records as string[]).map((id) => (
                <Link key={id} className="audit-link" to="/o/$entity/$id"
                  params={{ entity: item.entity, id }}>{id}</Link>
              ))}
            </dd>
          </div>
        )}
        {item.address && <Row name={t('detail.address')} value={item.address} />}
        {item.agent && (
          <Row name={t('detail.agent')}
            value={[deviceName(item.agent), item.agent].filter(Boolean).join(' · ')} />
        )}
      </dl>
    </>
  );
}

const Row = ({ name, value }: { name: string; value: unknown }) => (
  <div>
    <dt>{name}</dt>
    <dd>{typeof value === 'object' ? <code>{JSON.stringify(value)}</code> : String(value)}</dd>
  </div>
);
