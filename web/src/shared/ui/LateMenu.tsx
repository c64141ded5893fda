/** A menu under a button, which is not there before it is opened first. */
import { Menu, type MenuProps } from '@mantine/core';
import {
  cloneElement, useId, useRef, useState,
  type HTMLAttributes, type ReactElement, type ReactNode, type RefAttributes,
} from 'react';
import { Anchored, useLate } from './late';

type ButtonProps = HTMLAttributes<HTMLButtonElement> & RefAttributes<HTMLButtonElement>;

interface Props extends Omit<MenuProps, 'opened' | 'defaultOpened' | 'onChange' | 'children'> {
  button: ReactElement<ButtonProps>;
  /** Classes of the panel. */
  panel?: string;
  /** Items, labels and dividers of a Menu. */
  children: ReactNode;
}

export function LateMenu({ button, panel, children, ...menu }: Props) {
  const id = useId();
  const element = useRef<HTMLButtonElement>(null);
  const [opened, setOpened] = useState(false);
  const { wanted, shown } = useLate(opened);
  return (
    <>
      {cloneElement(button, {
        ref: element,
        id,
        'aria-haspopup': 'menu',
        'aria-expanded': opened,
        'aria-controls': opened ? `${id}-dropdown` : undefined,
        onClick: () => setOpened(!opened),
      })}
      {wanted && (
        <Menu {...menu} id={id} opened={shown} onChange={setOpened}>
          <Menu.Target><Anchored to={element} /></Menu.Target>
          <Menu.Dropdown className={panel}>{children}</Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
