/** Fields of a kind of records that a role may not see or not change. */
import { useTranslation } from 'react-i18next';
import type { Entity } from '@/shared/api';
import { Sheet } from '@/shared/ui/Sheet';
import { Segmented } from '@/shared/ui';
import { fieldRight, FIELD_RIGHTS, withFieldRight, type Layers, type Rights } from './rights';

interface Props {
  entity: Entity;
  rights: Rights;
  bases: Layers;
  onChange: (change: (rights: Rights) => Rights) => void;
  onClose: () => void;
}

export function FieldRightsSheet({ entity, rights, bases, onChange, onClose }: Props) {
  const { t } = useTranslation('settings');
  const fields = entity.fields.filter(({ name }) => name !== 'id' && name !== 'version');
  return (
    <Sheet opened onClose={onClose} width={560}
      title={t('roles.fieldsOf', { name: entity.labels.many })}>
      <p className="muted" style={{ marginTop: 0 }}>{t('roles.fieldsText')}</p>
      <ul className="settings-fields">
        {fields.map((field) => (
          <li key={field.name}>
            <span className="clip">{field.label}</span>
            <Segmented
              size="xs"
              aria-label={field.label}
              value={fieldRight([rights, ...bases], entity.name, field.name)}
              onChange={(right) => onChange((old) =>
                withFieldRight(old, bases, entity.name, field.name, right))}
              data={FIELD_RIGHTS.map((value) => ({ value, label: t(`roles.field.${value}`) }))}
            />
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
