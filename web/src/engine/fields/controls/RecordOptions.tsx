/** The list under a picker: records found, and an offer to make a new one. */
import { Combobox } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type LinkValue } from '@/shared/api';
import { Avatar, EntityIcon } from '@/shared/ui';

export const CREATE = 'create:';
export const optionKey = (link: LinkValue) => `${link.entity}:${link.id}`;

/** A person's initials or the icon of the entity. */
export function LinkIcon({ link }: { link: LinkValue }) {
  const entity = useMetadata().entities[link.entity];
  if (link.entity === 'users') return <Avatar name={link.name} />;
  return entity ? <EntityIcon name={entity.icon} /> : null;
}

interface Props {
  found: LinkValue[];
  text: string;
  loading: boolean;
  /** Entities of which the person may make a new record here. */
  creatable: string[];
}

export function RecordOptions({ found, text, loading, creatable }: Props) {
  const { t } = useTranslation();
  const { entities } = useMetadata();
  return (
    <Combobox.Options mah={280} style={{ overflowY: 'auto' }}>
      {found.map((link) => (
        <Combobox.Option key={optionKey(link)} value={optionKey(link)}>
          <span className="field-link">
            <LinkIcon link={link} />
            <span className="clip">{link.name}</span>
          </span>
        </Combobox.Option>
      ))}
      {found.length === 0 && !loading && <Combobox.Empty>{t('nothingFound')}</Combobox.Empty>}
      {creatable.map((name) => (
        <Combobox.Option key={name} value={CREATE + name}>
          <span className="field-link" style={{ color: 'var(--acc)' }}>
            <IconPlus size={16} stroke={1.7} />
            <span className="clip">
              {entities[name]?.labels.new}{text && ` «${text}»`}
            </span>
          </span>
        </Combobox.Option>
      ))}
    </Combobox.Options>
  );
}
