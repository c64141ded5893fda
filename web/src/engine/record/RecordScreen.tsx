/** The address of one record: /o/deals/0197…?tab=files. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { RecordPage } from './RecordPage';

const FROM = '/inside/o/$entity/$id';

export default function RecordScreen() {
  const { entity, id } = useParams({ from: FROM });
  const { tab } = useSearch({ from: FROM });
  const navigate = useNavigate();
  const go = (to: string) =>
    void navigate({ to: '/o/$entity/$id', params: { entity, id: to }, search: { tab } });
  return (
    <RecordPage
      entity={entity} id={id} tab={tab}
      onTab={(chosen) => void navigate({
        to: '/o/$entity/$id', params: { entity, id }, search: { tab: chosen }, replace: true,
      })}
      onGo={go}
      onLeave={() => void navigate({ to: '/o/$entity', params: { entity } })}
    />
  );
}
