/** The recycle bin: what was deleted of each entity, to be put back or destroyed. */
import './bin.css';
import { Select } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMetadata, type Entity } from '@/shared/api';
import { EmptyState, EntityIcon, Screen, usePhone } from '@/shared/ui';
import { BinRows } from './BinRows';

export default function BinScreen() {
  const { t } = useTranslation('bin');
  const phone = usePhone();
  const navigate = useNavigate();
  const { areas, entities } = useMetadata();
  const search = useSearch({ from: '/inside/bin' });
  const shown = areas.flatMap((area) => area.entities.flatMap((name) => entities[name] ?? []))
    .filter((entity) => entity.rights.deleted);
  const entity = shown.find(({ name }) => name === search.entity) ?? shown[0];
  const choose = (name: string) =>
    void navigate({ to: '/bin', search: { entity: name }, replace: true });
  if (!entity) {
    return (
      <Screen title={t('common:nav.bin')}>
        <EmptyState icon={<IconTrash size={48} stroke={1.2} />} title={t('empty')} />
      </Screen>
    );
  }
  return (
    <Screen title={t('common:nav.bin')}>
      <div className="bin">
        {phone ? (
          <Select
            m={12} data={shown.map(({ name, labels }) => ({ value: name, label: labels.many }))}
            value={entity.name} allowDeselect={false} aria-label={t('what')}
            onChange={(name) => name && choose(name)}
          />
        ) : <Kinds shown={shown} chosen={entity} onChoose={choose} />}
        <BinRows key={entity.name} entity={entity} />
      </div>
    </Screen>
  );
}

interface KindsProps {
  shown: Entity[];
  chosen: Entity;
  onChoose: (name: string) => void;
}

const Kinds = ({ shown, chosen, onChoose }: KindsProps) => (
  <nav className="bin-kinds">
    {shown.map((entity) => (
      <button key={entity.name} type="button" aria-current={entity === chosen || undefined}
        className={entity === chosen ? 'nav-item active' : 'nav-item'}
        onClick={() => onChoose(entity.name)}>
        <EntityIcon name={entity.icon} />
        <span className="clip">{entity.labels.many}</span>
      </button>
    ))}
  </nav>
);
