/** The recycle bin. Says that it is not part of this version. */
import { IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState, Screen } from '@/shared/ui';

export default function BinScreen() {
  const { t } = useTranslation();
  return (
    <Screen title={t('nav.bin')}>
      <EmptyState icon={<IconTrash size={48} stroke={1.2} />} title={t('error.noScreen')} />
    </Screen>
  );
}
