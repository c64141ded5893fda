/** Import of files. Says that it is not part of this version. */
import { IconFileImport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState, Screen } from '@/shared/ui';

export default function ImportScreen() {
  const { t } = useTranslation();
  return (
    <Screen title={t('nav.import')}>
      <EmptyState icon={<IconFileImport size={48} stroke={1.2} />} title={t('error.noScreen')} />
    </Screen>
  );
}
