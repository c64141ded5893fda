/** The first step: a file dropped, chosen, or cells pasted from a spreadsheet. */
import { Button, FileButton } from '@mantine/core';
import { IconFileSpreadsheet, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TakeFile } from './use_take_file';

const KINDS = '.csv,.tsv,.txt,.xlsx,.vcf';

export function Start({ busy, over, take }: TakeFile) {
  const { t } = useTranslation('import');
  return (
    <div className="import-drop" data-over={over || undefined}>
      <IconFileSpreadsheet size={48} stroke={1.2} className="faint" />
      <div className="empty-title">{t('drop')}</div>
      <p className="empty-text">{t('dropText')}</p>
      <FileButton
        onChange={take}
        accept={KINDS}
        inputProps={{ 'aria-label': t('common:chooseFile') }}
      >
        {(props) => (
          <Button {...props} loading={busy} leftSection={<IconUpload size={16} stroke={1.7} />}>
            {t('common:chooseFile')}
          </Button>
        )}
      </FileButton>
    </div>
  );
}

/** Over the later steps, while a file is held above them. */
export function DropVeil({ busy, over }: TakeFile) {
  const { t } = useTranslation('import');
  if (!over && !busy) return null;
  return (
    <div className="import-veil" role="status">
      <IconUpload size={32} stroke={1.4} />
      {busy ? t('taking') : t('dropAnother')}
    </div>
  );
}
