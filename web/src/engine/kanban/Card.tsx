/** A record on a board. Its layout says what it shows. */
import { draggable } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import {
  setCustomNativeDragPreview,
} from '@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview';
import { IconCheck, IconDots } from '@tabler/icons-react';
import { memo, useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { displayValue, valueText } from '@/engine/fields';
import {
  titleOf,
  valueAt,
  type CrmRecord,
  type Entity,
  type Field,
  type LinkValue,
  type Metadata,
  type MoneyValue,
} from '@/shared/api';
import { formatDay, formatMoney, formatNumber } from '@/shared/i18n/format';
import { Avatar } from '@/shared/ui';
import type { Parts } from '../list/row_parts';
import { ActivityMark } from './ActivityMark';

export const CARD = 'card';

interface Props {
  entity: Entity;
  metadata: Metadata;
  record: CrmRecord;
  parts: Parts;
  /** Work goes on in this column. */
  open: boolean;
  movable: boolean;
  /** It may be dragged by the mouse. */
  drag: boolean;
  selected: boolean;
  /** How many cards go when this one is dragged. */
  together: (id: string) => number;
}

export const Card = memo(function Card(props: Props) {
  const { entity, metadata, record, parts, movable, selected } = props;
  const { t } = useTranslation(['board', 'lists']);
  const { ref, dragged } = useDraggable(record, props.drag && movable, props.together);
  const title = titleOf(entity, record);
  const line = (field: Field): ReactNode => {
    const value = valueAt(record, field.name);
    const context = { field, metadata, record };
    // A link would be one more place to drag; its name is enough.
    return field.to || field.type === 'email' || field.type === 'phone'
      ? valueText(value, context)
      : displayValue(value, context);
  };
  const lines = [...parts.lines, ...(parts.mark ? [parts.mark] : [])]
    .map((field) => ({ field, text: line(field) }))
    .filter(({ text }) => text);
  return (
    <div
      ref={ref}
      className={`card${dragged ? ' dragged' : ''}${selected ? ' selected' : ''}`}
      data-card={record.id}
      tabIndex={-1}
      role="listitem"
      aria-label={selected ? `${title}, ${t('chosen')}` : title}
    >
      <a
        className="card-title"
        href={`/o/${entity.name}/${record.id}`}
        tabIndex={-1}
        draggable={false}
      >
        {title}
      </a>
      <button type="button" className="card-check" data-check tabIndex={-1} role="checkbox"
        aria-checked={selected} aria-label={t('select')}>
        {selected && <IconCheck size={14} stroke={2.4} />}
      </button>
      {movable && (
        <button type="button" className="card-menu" data-menu tabIndex={-1} aria-label={t('move')}>
          <IconDots size={16} stroke={1.7} />
        </button>
      )}
      {lines.map(({ field, text }) => (
        <div key={field.name} className="card-line clip" title={field.label}>
          {text}
        </div>
      ))}
      <Foot {...props} />
    </div>
  );
});

function Foot({ record, parts, open }: Props) {
  const amount = parts.figure && (valueAt(record, parts.figure.name) as MoneyValue | null);
  const day = parts.date && valueAt(record, parts.date.name);
  const owner = parts.owner && (valueAt(record, parts.owner.name) as LinkValue | null);
  if (!amount && !day && !owner && !parts.activity) return null;
  return (
    <div className="card-foot">
      <span className="card-figure num clip">{amount && formatMoney(amount)}</span>
      {typeof day === 'string' && (
        <span className="card-day num clip" title={`${parts.date!.label}: ${formatDay(day)}`}>
          {formatDay(day)}
        </span>
      )}
      {parts.activity && open && <ActivityMark at={record[parts.activity.name]} />}
      {owner && (
        <span title={owner.name ?? undefined}>
          <Avatar name={owner.name} />
        </span>
      )}
    </div>
  );
}

function useDraggable(record: CrmRecord, on: boolean, together: Props['together']) {
  const ref = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState(false);
  useEffect(() => {
    if (!on) return undefined;
    return draggable({
      element: ref.current!,
      getInitialData: () => ({ kind: CARD, record }),
      onGenerateDragPreview: ({ nativeSetDragImage }) => {
        const count = together(record.id);
        if (count < 2) return;
        setCustomNativeDragPreview({
          nativeSetDragImage,
          render: ({ container }) => {
            const pile = document.createElement('div');
            pile.className = 'card card-pile num';
            pile.textContent = formatNumber(count);
            container.append(pile);
          },
        });
      },
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [record, on, together]);
  return { ref, dragged };
}
