/** The calendar of a list: its filter and search, by a date field of the entity. */
import { Button, Menu } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { useMetadata, type Field } from '@/shared/api';
import { EmptyState, notify, usePhone } from '@/shared/ui';
import { LateMenu } from '@/shared/ui/LateMenu';
import type { ListControl } from '../views/use_list_state';
import { Calendar } from './Calendar';
import { isDay, today } from './days';
import { valuesAt } from './events';
import { canDraw, dateFields, sourceOf, usualDateField } from './sources';

export default function CalendarView({ list }: { list: ListControl }) {
  const { t } = useTranslation('calendar');
  const fields = dateFields(list.entity);
  const field = fields.find(({ name }) => name === list.state.by) ?? usualDateField(list.entity);
  if (!field) return <EmptyState title={t('noDates')} />;
  return <By list={list} field={field} fields={fields} />;
}

const OWN = '"field":"owner","op":"eq","value":"me"';

function By({ list, field, fields }: { list: ListControl; field: Field; fields: Field[] }) {
  const { t } = useTranslation('calendar');
  const metadata = useMetadata();
  const navigate = useNavigate();
  const phone = usePhone();
  const { entity, state, search } = list;
  const source = useMemo(() => ({
    ...sourceOf(metadata, entity, field), filter: state.filter, q: search.q,
  }), [metadata, entity, field, state.filter, search.q]);
  const sources = useMemo(() => [source], [source]);
  return (
    <Calendar
      sources={sources}
      span={state.span ?? 'month'}
      day={isDay(search.day) ? search.day : today()}
      people={!JSON.stringify(state.filter ?? {}).includes(OWN)}
      onGo={({ span, day }) => {
        if (span) list.set({ span }, { replace: true });
        if (day) list.setSearch({ day: day === today() ? undefined : day }, { replace: true });
      }}
      onOpen={({ record: { id } }) => {
        if (phone) void navigate({ to: '/o/$entity/$id', params: { entity: entity.name, id } });
        else list.open({ entity: entity.name, id });
      }}
      onNew={canDraw(source)
        ? (time) => openQuickCreate(entity.name, {
          initial: valuesAt(source, time),
          onCreated: ({ name }) => notify(t('created', { name: name ?? '' })),
        }) : undefined}
    >
      {fields.length > 1 && (
        <ByMenu field={field} fields={fields} onChoose={(by) => list.set({ by })} />
      )}
    </Calendar>
  );
}

interface ByProps {
  field: Field;
  fields: Field[];
  onChoose: (name: string) => void;
}

function ByMenu({ field, fields, onChoose }: ByProps) {
  const { t } = useTranslation('calendar');
  return (
    <LateMenu position="bottom-end" width={240} button={(
      <Button size="compact-sm" variant="subtle" color="gray" className="cal-by"
        aria-label={`${t('by')}: ${field.label}`} rightSection={<IconChevronDown size={14} />}>
        <span className="clip">{field.label}</span>
      </Button>
    )}>
      <Menu.Label>{t('by')}</Menu.Label>
      {fields.map(({ name, label }) => (
        <Menu.Item key={name} onClick={() => onChoose(name)}
          rightSection={name === field.name && <IconCheck size={16} stroke={1.7} />}>
          {label}
        </Menu.Item>
      ))}
    </LateMenu>
  );
}
