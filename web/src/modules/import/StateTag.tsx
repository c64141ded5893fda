/** The state of a run in a word. */
import { useTranslation } from 'react-i18next';
import type { Color } from '@/shared/api';
import { Tag } from '@/shared/ui';
import type { ImportRun, RunState } from './api';

const COLORS: { [state in RunState]: Color } = {
  waiting: 'gray', running: 'blue', done: 'green', cancelled: 'gray', failed: 'red',
  undoing: 'orange', undone: 'gray',
};

export function StateTag({ run }: { run: ImportRun }) {
  const { t } = useTranslation('import');
  return <Tag label={t(`state.${run.state}`)} color={COLORS[run.state]} />;
}
