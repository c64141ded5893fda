/** A column for each record, a line for each field; on a phone the columns stand in a pile. */
import { IconPinFilled } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { displayValue, isEmpty } from '@/engine/fields';
import {
  titleOf, useMetadata, type CrmRecord, type Entity, type LinkValue,
} from '@/shared/api';
import { formatRelative } from '@/shared/i18n/relative';
import { sameValue } from '../editing/same_value';
import { isChoosable, type MergeRow, type Picks } from './choice';

interface Props {
  entity: Entity;
  records: CrmRecord[];
  rows: MergeRow[];
  kept: string;
  picks: Picks;
  onKeep: (id: string) => void;
  onPick: (field: string, id: string) => void;
}

export function Comparison(props: Props) {
  const { t } = useTranslation('merge');
  const { entity, records, rows, kept, onKeep } = props;
  return (
    <div className="merge" style={{ '--records': records.length } as CSSProperties}>
      <fieldset className="merge-row merge-head">
        <legend>{t('keep')}</legend>
        {records.map((record) => (
          <label key={record.id}
            className={record.id === kept ? 'merge-cell picked' : 'merge-cell'}>
            <input type="radio" name="kept" checked={record.id === kept}
              onChange={() => onKeep(record.id)} />
            <span className="merge-who">
              <strong>
                {record.id === kept && <IconPinFilled size={14} aria-hidden />}
                {titleOf(entity, record)}
              </strong>
              <span className="muted">{factsOf(record)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {rows.length === 0 && <p className="muted merge-text">{t('alike')}</p>}
      {rows.map((row) => <Row key={row.field.name} {...props} row={row} />)}
    </div>
  );
}

/** Whose it is and when it was last changed: what tells two of one name apart. */
function factsOf(record: CrmRecord): string {
  const owner = (record.owner as LinkValue | null | undefined)?.name;
  const changed = typeof record.changed_at === 'string' ? formatRelative(record.changed_at) : '';
  return [owner, changed].filter(Boolean).join(' · ');
}

function Row({ row, entity, records, picks, onPick }: Props & { row: MergeRow }) {
  const { t } = useTranslation('merge');
  const metadata = useMetadata();
  const { field, kind, usual } = row;
  const picked = picks[field.name] ?? usual;
  return (
    <fieldset className={`merge-row ${kind}`}>
      <legend>
        {field.label}
        {kind === 'joined' && <span className="muted">{t('joined')}</span>}
      </legend>
      {records.map((record, index) => {
        const value = record[field.name];
        const shown = displayValue(value, { field, metadata, record });
        const joined = kind === 'joined';
        const choosable = isChoosable(row) && !(joined && isEmpty(value));
        const chosen = choosable && record.id === picked;
        const look = joined ? !isEmpty(value) : chosen;
        // In a pile one of those that say the same is enough.
        const again = !chosen && records.some((other, at) =>
          (at < index || other.id === picked) && other !== record
          && sameValue(other[field.name], value));
        return (
          <label key={record.id}
            className={`merge-cell${look ? ' picked' : ''}${again ? ' again' : ''}`}>
            {choosable && (
              <input type="radio" name={`merge-${field.name}`} checked={chosen}
                aria-label={`${field.label}: ${titleOf(entity, record)}`}
                onChange={() => onPick(field.name, record.id)} />
            )}
            <span className="merge-value">{shown ?? <span className="faint">—</span>}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
