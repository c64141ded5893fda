/** People who may sign in. Says that it is not part of this version. */
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState, Screen } from '@/shared/ui';

export default function UsersScreen() {
  const { t } = useTranslation();
  return (
    <Screen title={t('nav.users')}>
      <EmptyState icon={<IconUsers size={48} stroke={1.2} />} title={t('error.noScreen')} />
    </Screen>
  );
}
