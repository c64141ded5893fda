/** The first screen: greets the person and leads to the entities. */
import { Button } from '@mantine/core';
import { IconSmartHome } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { openQuickCreate } from '@/engine/form/quick_create';
import { useMetadata, useSession } from '@/shared/api';
import { EmptyState, Screen } from '@/shared/ui';

export default function HomeScreen() {
  const { t } = useTranslation();
  const { user } = useSession();
  const creatable = Object.values(useMetadata().entities).filter(
    (entity) => ['deals', 'contacts'].includes(entity.name) && entity.rights.create);
  return (
    <Screen title={t('nav.home')}>
      <EmptyState icon={<IconSmartHome size={48} stroke={1.2} />}
        title={t('home.greeting', { name: user.name })} text={t('home.text')}>
        {creatable.map((entity) => (
          <Button key={entity.name} variant="default" onClick={() => openQuickCreate(entity.name)}>
            {entity.labels.new}
          </Button>
        ))}
      </EmptyState>
    </Screen>
  );
}
