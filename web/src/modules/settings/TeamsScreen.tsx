/** Teams. Says that it is not part of this version. */
import { IconUsersGroup } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState, Screen } from '@/shared/ui';

export default function TeamsScreen() {
  const { t } = useTranslation();
  return (
    <Screen title={t('nav.teams')}>
      <EmptyState icon={<IconUsersGroup size={48} stroke={1.2} />} title={t('error.noScreen')} />
    </Screen>
  );
}
