/** The person's own marks on a record: followed, starred; and who else follows it. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, keys, queryClient, type LinkValue } from '@/shared/api';
import { refreshStars } from '@/shared/lib/stars';
import { notifyError } from '@/shared/ui';

interface Marks {
  following: boolean;
  starred: boolean;
  followers: LinkValue[];
}

type Mark = 'follow' | 'star';
const MEMBER = { follow: 'following', star: 'starred' } as const;

export const marksQuery = ({ entity, id }: Pick<LinkValue, 'entity' | 'id'>) =>
  queryOptions({
    queryKey: keys.of(entity, id, 'people'),
    staleTime: 30_000,
    queryFn: () => api.together<Marks>(`/${entity}/${id}/people`),
  });

export function useMarks(of: Pick<LinkValue, 'entity' | 'id'>) {
  const { entity, id } = of;
  const query = marksQuery(of);
  const key = query.queryKey;
  const { data } = useQuery(query);
  const toggle = async (mark: Mark) => {
    const on = !data?.[MEMBER[mark]];
    queryClient.setQueryData<Marks>(key, (old) => old && { ...old, [MEMBER[mark]]: on });
    try {
      await (on ? api.put : api.delete)(`/${entity}/${id}/${mark}`);
    } catch (error) {
      notifyError(error);
    }
    void queryClient.invalidateQueries({ queryKey: key });
    if (mark === 'star') refreshStars();
  };
  return {
    marks: data,
    toggleFollow: () => void toggle('follow'),
    toggleStar: () => void toggle('star'),
  };
}
