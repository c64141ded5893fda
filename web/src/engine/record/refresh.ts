/** Asking the server anew after something was done beside the record itself. */
import { keys, queryClient, type LinkValue } from '@/shared/api';

/** For all that hangs on a record, and for the record: its next activity may be another now. */
export function refreshRecord({ entity, id }: Pick<LinkValue, 'entity' | 'id'>) {
  void queryClient.invalidateQueries({ queryKey: ['of', entity, id] });
  void queryClient.invalidateQueries({ queryKey: keys.record(entity, id) });
}
