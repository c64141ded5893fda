/** A coloured word: stage, choice, tag. The dot and the word both carry the meaning. */
import type { CSSProperties } from 'react';
import type { Color } from '../api/types';

export const hue = (color: Color | undefined) =>
  ({ '--hue': `var(--${color ?? 'gray'})` }) as CSSProperties;

interface Props {
  label: string;
  color?: Color;
  /** Without the dot, for words that are not states. */
  plain?: boolean;
}

export const Tag = ({ label, color, plain }: Props) => (
  <span className={plain ? 'tag tag-plain' : 'tag'} style={hue(color)} title={label}>
    <span>{label}</span>
  </span>
);
