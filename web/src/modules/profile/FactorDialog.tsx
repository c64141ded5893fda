/** Turns the second factor on: a picture to scan, the first code, the recovery codes. */
import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { renderSVG } from 'uqr';
import { api, isApiError } from '@/shared/api';
import { SecretTold } from '@/shared/ui/SecretTold';
import '@/engine/form/form.css';

export interface FactorSecret {
  secret: string;
  uri: string;
}

interface Props {
  /** Nothing: the codes of a factor that is on are renewed. */
  made?: FactorSecret;
  codes?: string[];
  onClose: () => void;
  onOn: () => void;
}

export default function FactorDialog({ made, codes: renewed, onClose, onOn }: Props) {
  const { t } = useTranslation('profile');
  const [codes, setCodes] = useState(renewed);
  return (
    <Modal opened onClose={onClose} closeOnClickOutside={false}
      title={t(codes ? 'factor.codesTitle' : 'factor.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}>
      {codes && (
        <SecretTold text={t('factor.codesText')} secret={codes.join('\n')} onClose={onClose} />
      )}
      {!codes && made && (
        <Scan made={made} onCodes={(told) => {
          setCodes(told);
          onOn();
        }} />
      )}
    </Modal>
  );
}

/** Drawn here: the secret goes to no other machine. */
const picture = (uri: string) =>
  `data:image/svg+xml;utf8,${encodeURIComponent(renderSVG(uri, { border: 2 }))}`;

function Scan({ made, onCodes }: { made: FactorSecret; onCodes: (codes: string[]) => void }) {
  const { t } = useTranslation('profile');
  const [otp, setOtp] = useState('');
  const confirm = useMutation({
    mutationFn: () => api.put<{ codes: string[] }>('/profile/second-factor', { otp }),
    onSuccess: ({ codes }) => onCodes(codes),
  });
  const error = isApiError(confirm.error) ? confirm.error : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <p style={{ margin: 0 }}>{t('factor.scan')}</p>
      <code className="profile-factor-key">{made.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      <img className="profile-qr" src={picture(made.uri)} alt={t('factor.qr')} />
      {error && !error.fields.otp && (
        <div className="form-failure" role="alert">
          {error.isOffline ? t('common:error.offline') : error.message}
        </div>
      )}
      <TextInput label={t('factor.code')} data-autofocus required withAsterisk={false}
        inputMode="numeric" autoComplete="one-time-code" value={otp} error={error?.fields.otp}
        onChange={(e) => setOtp(e.currentTarget.value)} />
      <Button type="submit" loading={confirm.isPending} disabled={!otp}>
        {t('factor.turnOn')}
      </Button>
    </form>
  );
}
