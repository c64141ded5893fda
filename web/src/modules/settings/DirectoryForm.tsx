/** How the company's directory (LDAP, Active Directory) is asked. */
import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PasswordField } from '@/shared/ui/PasswordField';
import { SourceForm, type Put, type Wrong } from './SourceForm';
import type { DirectorySettings } from './sign_in';

export const DirectoryForm = ({ settings }: { settings: DirectorySettings }) => (
  <SourceForm source="directory" settings={settings}>
    {(values, put, wrong) => <Fields values={values} put={put} wrong={wrong} />}
  </SourceForm>
);

interface Props {
  values: DirectorySettings;
  put: Put<DirectorySettings>;
  wrong: Wrong;
}

type TextName = 'url' | 'bind_dn' | 'base_dn' | 'user_filter' | 'active_filter' | 'group_base'
  | 'id_attribute';

function Fields({ values, put, wrong }: Props) {
  const { t } = useTranslation('settings');
  const text = (name: TextName, label: string, description?: string) => (
    <TextInput label={label} description={description} value={values[name]} error={wrong[name]}
      spellCheck={false} autoComplete="off"
      onChange={(e) => put({ [name]: e.currentTarget.value })} />
  );
  return (
    <>
      {text('url', t('signIn.url'), t('signIn.urlText'))}
      <div className="form-row">
        {text('bind_dn', t('signIn.bind'))}
        <PasswordField label={t('signIn.secret')} autoComplete="new-password"
          description={values.has_secret && values.secret === undefined
            ? t('signIn.kept') : undefined}
          value={values.secret ?? ''} error={wrong.secret}
          onChange={(e) => put({ secret: e.currentTarget.value || undefined })} />
      </div>
      {text('base_dn', t('signIn.base'))}
      {text('user_filter', t('signIn.userFilter'), t('signIn.userFilterText'))}
      <details className="settings-more">
        <summary>{t('signIn.more')}</summary>
        <div className="form">
          {text('active_filter', t('signIn.activeFilter'), t('signIn.activeFilterText'))}
          {text('id_attribute', t('signIn.idAttribute'), t('signIn.idAttributeText'))}
          {text('group_base', t('signIn.groupBase'), t('signIn.groupBaseText'))}
          <Textarea label={t('signIn.ca')} description={t('signIn.caText')} minRows={3} autosize
            maxRows={8} spellCheck={false} value={values.ca} error={wrong.ca}
            onChange={(e) => put({ ca: e.currentTarget.value })} />
        </div>
      </details>
    </>
  );
}
