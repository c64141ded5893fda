/** A line of a list of sign-ins: what came of it, by which device, from where and when. */
import './lines.css';
import { useTranslation } from 'react-i18next';
import { deviceName } from '../lib/device';
import { formatRelative } from '../i18n/relative';
import type { Color } from '../api/types';
import { Tag } from './Tag';

export interface SignInEntry {
  id: string;
  at: string;
  address: string;
  agent: string;
  outcome: 'entered' | 'new_device' | 'wrong_password' | 'wrong_code' | 'disabled' | 'refused';
}

const COLORS: { [outcome in SignInEntry['outcome']]: Color } = {
  entered: 'green', new_device: 'blue', wrong_password: 'orange', wrong_code: 'orange',
  disabled: 'red', refused: 'red',
};

export function SignInLine({ entry }: { entry: SignInEntry }) {
  const { t } = useTranslation();
  return (
    <li>
      <div className="lines-text">
        <span className="clip" title={entry.agent}>{deviceName(entry.agent) || '—'}</span>
        <span className="muted clip">{entry.address} · {formatRelative(entry.at)}</span>
      </div>
      <Tag label={t(`outcome.${entry.outcome}`)} color={COLORS[entry.outcome]} />
    </li>
  );
}
