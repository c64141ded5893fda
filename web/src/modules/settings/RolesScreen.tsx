/** Roles and their rights. Says that it is not part of this version. */
import { IconShieldLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState, Screen } from '@/shared/ui';

export default function RolesScreen() {
  const { t } = useTranslation();
  return (
    <Screen title={t('nav.roles')}>
      <EmptyState icon={<IconShieldLock size={48} stroke={1.2} />} title={t('error.noScreen')} />
    </Screen>
  );
}
