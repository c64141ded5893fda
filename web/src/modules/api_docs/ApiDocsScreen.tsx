/** The reference of the API, drawn from the contract that the server gives of itself. */
import './api_docs.css';
import { Select, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, useMetadata } from '@/shared/api';
import { EmptyState, ErrorState, Screen, SkeletonRows, usePhone } from '@/shared/ui';
import { Intro } from './Intro';
import { groupsOf, type Group, type OpenApi } from './openapi';
import { OperationCard } from './OperationCard';
import { matching } from './search';
import { said, useGroupLabel } from './words';

const INTRO = 'intro';

export default function ApiDocsScreen() {
  const { t } = useTranslation('api_docs');
  const contract = useQuery({
    queryKey: ['openapi'],
    staleTime: Infinity,
    queryFn: ({ signal }) => api.get<OpenApi>('/openapi.json', { signal }),
  });
  return (
    <Screen title={t('title')}>
      {contract.isPending && <SkeletonRows rows={12} />}
      {contract.error && (
        <ErrorState error={contract.error} onRetry={() => void contract.refetch()} />
      )}
      {contract.data && <Reference contract={contract.data} />}
    </Screen>
  );
}

function Reference({ contract }: { contract: OpenApi }) {
  const { t } = useTranslation('api_docs');
  const { areas } = useMetadata();
  const navigate = useNavigate();
  const place = useLocation({ select: ({ hash }) => hash });
  const [text, setText] = useState('');
  const labelOf = useGroupLabel();
  const groups = useMemo(
    () => groupsOf(contract, areas.flatMap(({ entities }) => entities)), [contract, areas]);
  const chosen = groups.some(({ key }) => key === place) ? place : INTRO;
  const searched = text.trim() !== '';
  const shown = searched
    ? matching(contract, groups, text, labelOf, ({ summary }) => said(t, summary))
    : groups.filter(({ key }) => key === chosen);
  const go = (key: string) => {
    setText('');
    void navigate({ to: '/docs', hash: key === INTRO ? '' : key, replace: true });
  };
  const places = [
    { value: INTRO, label: t('intro.title') },
    ...groups.map(({ key }) => ({ value: key, label: labelOf(key) })),
  ];
  return (
    <div className="docs">
      <Places places={places} chosen={searched ? '' : chosen} onGo={go} />
      <div className="docs-main">
        <TextInput
          type="search"
          value={text}
          aria-label={t('find')}
          placeholder={t('find')}
          leftSection={<IconSearch size={16} stroke={1.7} />}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {!searched && chosen === INTRO && <Intro origin={window.location.origin} />}
        {shown.map((group) => <GroupPart key={group.key} contract={contract} group={group} />)}
        {searched && shown.length === 0 && <EmptyState title={t('common:nothingFound')} />}
      </div>
    </div>
  );
}

interface PlacesProps {
  places: { value: string; label: string }[];
  chosen: string;
  onGo: (key: string) => void;
}

function Places({ places, chosen, onGo }: PlacesProps) {
  const { t } = useTranslation('api_docs');
  const phone = usePhone();
  if (phone) {
    return (
      <Select className="docs-choose" aria-label={t('sections')} data={places}
        value={chosen || null} placeholder={t('sections')} allowDeselect={false}
        onChange={(key) => key && onGo(key)} />
    );
  }
  return (
    <nav className="docs-places" aria-label={t('sections')}>
      {places.map(({ value, label }) => (
        <button key={value} type="button" aria-current={value === chosen || undefined}
          className={value === chosen ? 'nav-item active' : 'nav-item'} onClick={() => onGo(value)}>
          <span className="clip">{label}</span>
        </button>
      ))}
    </nav>
  );
}

function GroupPart({ contract, group }: { contract: OpenApi; group: Group }) {
  const { entities } = useMetadata();
  const labelOf = useGroupLabel();
  return (
    <section className="docs-group" aria-label={labelOf(group.key)}>
      <h2>{labelOf(group.key)}</h2>
      {group.operations.map((operation) => (
        <OperationCard key={operation.id} api={contract} operation={operation}
          entity={entities[group.key]} />
      ))}
    </section>
  );
}
