/** How the sign-in provider (OpenID Connect) is asked. */
import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PasswordField } from '@/shared/ui/PasswordField';
import { SourceForm, type Put, type Wrong } from './SourceForm';
import type { ProviderSettings } from './sign_in';

interface Props {
  settings: ProviderSettings;
  /** Null: the server does not know its address. */
  arrivalUrl: string | null;
}

export const ProviderForm = ({ settings, arrivalUrl }: Props) => (
  <SourceForm source="provider" settings={settings}>
    {(values, put, wrong) => (
      <Fields values={values} put={put} wrong={wrong} arrivalUrl={arrivalUrl} />
    )}
  </SourceForm>
);

interface FieldsProps {
  values: ProviderSettings;
  put: Put<ProviderSettings>;
  wrong: Wrong;
  arrivalUrl: string | null;
}

type TextName = 'label' | 'issuer' | 'client_id' | 'groups_claim';

function Fields({ values, put, wrong, arrivalUrl }: FieldsProps) {
  const { t } = useTranslation('settings');
  const text = (name: TextName, label: string, description?: string) => (
    <TextInput label={label} description={description} value={values[name]} error={wrong[name]}
      spellCheck={false} autoComplete="off"
      onChange={(e) => put({ [name]: e.currentTarget.value })} />
  );
  return (
    <>
      {arrivalUrl ? (
        <TextInput label={t('signIn.arrival')} value={arrivalUrl} readOnly />
      ) : <p className="muted" style={{ margin: 0 }}>{t('signIn.noArrival')}</p>}
      {text('issuer', t('signIn.issuer'))}
      <div className="form-row">
        {text('client_id', t('signIn.client'))}
        <PasswordField label={t('signIn.clientSecret')} autoComplete="new-password"
          description={values.has_secret && values.secret === undefined
            ? t('signIn.kept') : undefined}
          value={values.secret ?? ''} error={wrong.secret}
          onChange={(e) => put({ secret: e.currentTarget.value || undefined })} />
      </div>
      <div className="form-row">
        {text('label', t('signIn.label'), t('signIn.labelText'))}
        {text('groups_claim', t('signIn.groupsClaim'))}
      </div>
    </>
  );
}
