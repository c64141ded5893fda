/** The person's own marks on a record: followed, starred; and who else follows it. */
import { useQuery } from '@tanstack/react-query';
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

export function useMarks({ entity, id }: Pick<LinkValue, 'entity' | 'id'>) {
  const key = keys.of(entity, id, 'people');
  const { data } = useQuery({
    queryKey: key,
    staleTime: 30_000,
    queryFn: () => api.together<Marks>(`/${entity}/${id}/people`),
  });
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
