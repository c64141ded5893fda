/** What the company does: a ready pipeline for it, with its stages to be seen before choosing. */
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type Color } from '@/shared/api';
import { currentLanguage } from '@/shared/i18n';
import { hue } from '@/shared/ui';

interface Trade {
  key: string;
  name: string;
  stages: { key: string; label: string; color: Color; kind: 'open' | 'won' | 'lost' }[];
}

interface Props {
  value: string;
  error?: string;
  onChange: (trade: string) => void;
}

export function TradeField({ value, error, onChange }: Props) {
  const { t } = useTranslation('session');
  const { data } = useQuery({
    queryKey: ['trades', currentLanguage()],
    staleTime: Infinity,
    queryFn: () => api.get<{ items: Trade[] }>('/setup/trades'),
  });
  const trades = data?.items ?? [];
  const stages = trades.find(({ key }) => key === value)?.stages ?? [];
  return (
    <div>
      <NativeSelect
        label={t('setup.trade')}
        description={t('setup.tradeText')}
        value={value}
        error={error}
        data={trades.map(({ key, name }) => ({ value: key, label: name }))}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <div className="auth-stages" aria-live="polite">
        {stages.filter(({ kind }) => kind !== 'lost').map(({ key, label, color }) => (
          <span key={key} style={hue(color)}>{label}</span>
        ))}
      </div>
    </div>
  );
}
