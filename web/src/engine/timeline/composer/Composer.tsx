/** Writes on a record without leaving it: a note, a task, a call, a meeting, a file, in one box. */
import { IconPaperclip } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { EntityIcon } from '@/shared/ui';
import { useRecordPage } from '../../record/record_context';
import { useUpload } from '../../related/use_upload';
import { ComposerForm } from './ComposerForm';
import { KINDS, mayCompose, type ComposerKind } from './kinds';

interface Props {
  kind: ComposerKind;
  onKind: (kind: ComposerKind) => void;
  /** Changes when the box shall take the keyboard: a shortcut was pressed. */
  focus: number;
  /** In a sheet of a phone: open at once, closes when saved. */
  onSaved?: () => void;
}

/** Kinds this person may write on this record. */
export function useComposerKinds(): ComposerKind[] {
  const { entities } = useMetadata();
  const { entity } = useRecordPage();
  return KINDS.filter((kind) => mayCompose(entities[kind], entity.name));
}

export function Composer({ kind, onKind, focus, onSaved }: Props) {
  const { t } = useTranslation('timeline');
  const { entities } = useMetadata();
  const { self } = useRecordPage();
  const kinds = useComposerKinds();
  const [clicks, setClicks] = useState(0);
  const picker = useRef<HTMLInputElement>(null);
  const upload = useUpload(self);
  const shown = kinds.includes(kind) ? kind : kinds[0];
  if (!shown) return null;

  const choose = (next: ComposerKind) => {
    if (next === 'files') return picker.current?.click();
    setClicks((old) => old + 1);
    onKind(next);
  };
  return (
    <div className="composer">
      <div className="composer-kinds" role="tablist" aria-label={t('compose')}>
        {kinds.map((each) => (
          <button
            key={each} type="button" role="tab" aria-selected={each === shown}
            className={each === shown ? 'composer-kind chosen' : 'composer-kind'}
            onClick={() => choose(each)}
          >
            {each === 'files'
              ? <IconPaperclip size={16} stroke={1.7} />
              : <EntityIcon name={entities[each]!.icon} />}
            <span className="clip">{entities[each]!.labels.one}</span>
          </button>
        ))}
      </div>
      {shown !== 'files' && (
        <ComposerForm key={shown} kind={shown} focus={focus + clicks} onSaved={onSaved} />
      )}
      <input
        ref={picker} type="file" multiple hidden
        onChange={(event) => {
          upload.send([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
          onSaved?.();
        }}
      />
    </div>
  );
}
