/** The icon on the thread at the left, the head with who and when, what is said, the menu. */
import type { ReactNode } from 'react';
import type { Color } from '@/shared/api';
import { EntityIcon, hue } from '@/shared/ui';

interface Props {
  icon: string;
  color?: Color;
  head?: ReactNode;
  menu?: ReactNode;
  /** A single quiet line, for changes. */
  quiet?: boolean;
  children?: ReactNode;
}

export const ItemFrame = ({ icon, color, head, menu, quiet, children }: Props) => (
  <li className={quiet ? 'item quiet' : 'item'}>
    <span className="item-icon" style={hue(color)}><EntityIcon name={icon} /></span>
    <div className="item-body">
      {head && <div className="item-head">{head}</div>}
      {children}
    </div>
    {menu}
  </li>
);
