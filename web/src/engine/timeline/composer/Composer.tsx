/** Writes on a record without leaving it: a note, a task, a call, a meeting, a file, in one box. */
import { IconMail, IconMessage, IconPaperclip } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata } from '@/shared/api';
import { loadable } from '@/shared/lib/loadable';
import { EntityIcon } from '@/shared/ui';
import { useRecordPage } from '../../record/record_context';
import { useUpload } from '../../related/use_upload';
import { ComposerForm } from './ComposerForm';
import { isLetter, KINDS, mayCompose, type ComposerKind } from './kinds';

const LetterForm = loadable(() => import('./LetterForm'));

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
  return KINDS.filter((kind) =>
    mayCompose(entities[isLetter(kind) ? 'notes' : kind], entity.name));
}

interface FaceProps {
  kind: ComposerKind;
  size?: number;
  stroke?: number;
}

/** The picture of a kind. */
export function KindIcon({ kind, size = 16, stroke = 1.7 }: FaceProps) {
  const { entities } = useMetadata();
  if (kind === 'mail') return <IconMail size={size} stroke={stroke} />;
  if (kind === 'message') return <IconMessage size={size} stroke={stroke} />;
  if (kind === 'files') return <IconPaperclip size={size} stroke={stroke} />;
  return <EntityIcon name={entities[kind]!.icon} size={size} stroke={stroke} />;
}

/** What a kind is called: one of it, or a new one. */
export function useKindLabel() {
  const { t } = useTranslation('timeline');
  const { entities } = useMetadata();
  return (kind: ComposerKind, of: 'one' | 'new') =>
    (isLetter(kind) ? t(`letter.kind.${kind}`) : entities[kind]!.labels[of]);
}

export function Composer({ kind, onKind, focus, onSaved }: Props) {
  const { t } = useTranslation('timeline');
  const labelOf = useKindLabel();
  const { self } = useRecordPage();
  const kinds = useComposerKinds();
  const [clicks, setClicks] = useState(0);
  const picker = useRef<HTMLInputElement>(null);
  const upload = useUpload(self);
  const shown = kinds.includes(kind) ? kind : kinds[0];
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a phone the row is longer than the screen.
    if (shown && shown !== 'notes') row.current?.querySelector('.chosen')
      ?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [shown]);
  if (!shown) return null;

  const choose = (next: ComposerKind) => {
    if (next === 'files') return picker.current?.click();
    setClicks((old) => old + 1);
    onKind(next);
  };
  return (
    <div className="composer">
      <div ref={row} className="composer-kinds" role="tablist" aria-label={t('compose')}>
        {kinds.map((each) => (
          <button
            key={each} type="button" role="tab" aria-selected={each === shown}
            className={each === shown ? 'composer-kind chosen' : 'composer-kind'}
            onClick={() => choose(each)}
          >
            <KindIcon kind={each} />
            <span className="clip">{labelOf(each, 'one')}</span>
          </button>
        ))}
      </div>
      {isLetter(shown) && (
        <LetterForm key={shown} kind={shown} focus={focus + clicks} onSaved={onSaved} />
      )}
      {shown !== 'files' && !isLetter(shown) && (
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
