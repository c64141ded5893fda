/** Rights of a role as a table: kinds of records down, what may be done with them across. */
import { Button, NativeSelect } from '@mantine/core';
import { memo, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type Entity } from '@/shared/api';
import { EntityIcon } from '@/shared/ui';
import { FieldRightsSheet } from './FieldRightsSheet';
import {
  ACTIONS, levelOf, LEVELS, OTHERS, restrictedFields, withLevel, type Action, type Layers,
  type Level, type Rights,
} from './rights';

interface Props {
  rights: Rights;
  /** Of the roles that this one is based on, the nearest first. */
  bases: Layers;
  onChange: (change: (rights: Rights) => Rights) => void;
}

export function Matrix({ rights, bases, onChange }: Props) {
  const { t } = useTranslation('settings');
  const { areas, entities } = useMetadata();
  const [fieldsOf, setFieldsOf] = useState<Entity>();
  const listed = areas.filter((area) => area.name !== 'system')
    .flatMap((area) => area.entities.flatMap((name) => entities[name] ?? []));
  const put = useCallback((entity: string, action: Action, level: Level) =>
    onChange((old) => withLevel(old, bases, entity, action, level)), [onChange, bases]);
  const layers = [rights, ...bases];
  return (
    <div className="settings-matrix" role="region" aria-label={t('roles.rights')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('roles.kind')}</th>
            {ACTIONS.map((action) => (
              <th key={action} scope="col">{t(`roles.action.${action}`)}</th>
            ))}
            <th scope="col">{t('roles.fields')}</th>
          </tr>
        </thead>
        <tbody>
          <Row entity={OTHERS} label={t('roles.others')} layers={layers} put={put} />
          {listed.map((entity) => (
            <Row key={entity.name} entity={entity.name} label={entity.labels.many}
              icon={entity.icon} layers={layers} put={put}
              onFields={() => setFieldsOf(entity)} />
          ))}
        </tbody>
      </table>
      {fieldsOf && (
        <FieldRightsSheet entity={fieldsOf} rights={rights} bases={bases} onChange={onChange}
          onClose={() => setFieldsOf(undefined)} />
      )}
    </div>
  );
}

interface RowProps {
  entity: string;
  label: string;
  icon?: string;
  layers: Layers;
  put: (entity: string, action: Action, level: Level) => void;
  onFields?: () => void;
}

function Row({ entity, label, icon, layers, put, onFields }: RowProps) {
  const { t } = useTranslation('settings');
  const restricted = restrictedFields(layers, entity);
  const fields = restricted > 0
    ? t('roles.restricted', { count: restricted }) : t('roles.allFields');
  return (
    <tr>
      <th scope="row">
        <span className="settings-member">
          {icon && <EntityIcon name={icon} />}
          <span className="clip">{label}</span>
        </span>
      </th>
      {ACTIONS.map((action) => (
        <td key={action} data-label={t(`roles.action.${action}`)}>
          <LevelSelect entity={entity} action={action} put={put}
            level={levelOf(layers, entity, action)}
            inherited={layers[0]?.[entity]?.[action] === undefined}
            label={`${label}: ${t(`roles.action.${action}`)}`} />
        </td>
      ))}
      <td data-label={onFields ? t('roles.fields') : undefined}>
        {onFields && (
          <Button variant="subtle" size="compact-sm" color={restricted > 0 ? 'accent' : 'gray'}
            aria-label={`${t('roles.fields')}: ${label}, ${fields}`} onClick={onFields}>
            {fields}
          </Button>
        )}
      </td>
    </tr>
  );
}

interface LevelProps {
  entity: string;
  action: Action;
  level: Level;
  inherited: boolean;
  label: string;
  put: RowProps['put'];
}

const LevelSelect = memo(({ entity, action, level, inherited, label, put }: LevelProps) => {
  const { t } = useTranslation('settings');
  return (
    <NativeSelect
      aria-label={label}
      className="settings-level"
      data-level={level}
      data-inherited={inherited || undefined}
      value={level}
      data={LEVELS.map((value) => ({ value, label: t(`roles.level.${value}`) }))}
      onChange={(event) => put(entity, action, event.currentTarget.value as Level)}
    />
  );
});
