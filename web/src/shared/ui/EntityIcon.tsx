/** Icons that metadata names, from the sprite made by tools/icons.mjs. */
import type { Color } from '../api/types';
import sprite from './icons.svg?no-inline';
import { hue } from './Tag';

interface Props {
  name: string;
  size?: number;
  stroke?: number;
}

export const EntityIcon = ({ name, size = 16, stroke = 1.7 }: Props) => (
  <svg
    width={size} height={size} fill="none" stroke="currentColor" strokeWidth={stroke}
    strokeLinecap="round" strokeLinejoin="round" aria-hidden focusable={false}
  >
    <use href={`${sprite}#${name}`} />
  </svg>
);

/** The icon on a soft square of the entity's colour, for headers and search results. */
export const EntityBadge = ({ name, color, size = 28 }: Props & { color?: Color }) => (
  <span className="badge-icon" style={{ ...hue(color), width: size, height: size }}>
    <EntityIcon name={name} size={size * 0.6} />
  </span>
);
