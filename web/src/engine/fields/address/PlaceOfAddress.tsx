/** Where an address is: degrees, typed or clicked on the map. */
import { Button, TextInput } from '@mantine/core';
import { IconMapPin } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditorProps } from '../field_type';
import type { Address } from '.';

const PlacePicker = lazy(() => import('@/engine/map/PlacePicker'));

interface Props extends EditorProps<Address> {
  onPlace: (place: Pick<Address, 'latitude' | 'longitude'>) => void;
}

const DEGREES = ['latitude', 'longitude'] as const;

export function PlaceOfAddress({ value, error, disabled, onPlace }: Props) {
  const { t } = useTranslation();
  const [picking, setPicking] = useState(false);
  return (
    <>
      {DEGREES.map((part) => (
        <TextInput
          key={part}
          className="num"
          placeholder={t(`address.${part}`)}
          aria-label={t(`address.${part}`)}
          inputMode="decimal"
          value={value?.[part] ?? ''}
          error={error}
          disabled={disabled}
          autoComplete="off"
          onChange={(event) => onPlace({ [part]: event.currentTarget.value || null })}
        />
      ))}
      {!disabled && (
        <Button className="wide" size="compact-sm" variant="default"
          leftSection={<IconMapPin size={14} stroke={1.7} />} aria-expanded={picking}
          onClick={() => setPicking(!picking)}>
          {t('address.onMap')}
        </Button>
      )}
      <Suspense>
        {picking && <PlacePicker address={value ?? {}} onPick={onPlace} />}
      </Suspense>
    </>
  );
}
