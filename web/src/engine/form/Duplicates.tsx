/** Records that look like the one being made: open one of them, or make it all the same. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { titleOf, useMetadata, type CrmRecord, type LinkValue } from '@/shared/api';
import { EntityIcon } from '@/shared/ui';

interface Props {
  entity: string;
  candidates: LinkValue[];
  busy: boolean;
  onOpen: (link: LinkValue) => void;
  onCreateAnyway: () => void;
}

// On a phone the button that was pressed is at the foot, a screen below.
const comeIntoView = (box: HTMLElement | null) => box?.scrollIntoView({ block: 'nearest' });

export function Duplicates({ entity, candidates, busy, onOpen, onCreateAnyway }: Props) {
  const { t } = useTranslation();
  const { entities } = useMetadata();
  const links = candidates.map((candidate): LinkValue => {
    const name = candidate.entity ?? entity;
    const owner = entities[name];
    const title = candidate.name
      ?? (owner ? titleOf(owner, candidate as unknown as CrmRecord) : null);
    return { id: candidate.id, entity: name, name: title };
  });
  return (
    <div className="duplicates" role="alert" ref={comeIntoView}>
      <strong>{t('duplicate.title')}</strong>
      <ul>
        {links.map((link) => (
          <li key={link.id}>
            <EntityIcon name={entities[link.entity]?.icon ?? 'copy'} />
            <span className="clip" style={{ flex: 1 }}>{link.name ?? t('hiddenName')}</span>
            <Button size="compact-sm" variant="default" onClick={() => onOpen(link)}>
              {t('open')}
            </Button>
          </li>
        ))}
      </ul>
      <div>
        <Button size="compact-sm" variant="subtle" loading={busy} onClick={onCreateAnyway}>
          {t('duplicate.createAnyway')}
        </Button>
      </div>
    </div>
  );
}
