/**
 * Words beside what the pointer rests on or the keys have come to. Of the tooltip there is nothing
 * before that: a bar of icons would cost more than what it stands over.
 */
import { Tooltip } from '@mantine/core';
import {
  cloneElement, useEffect, useId, useRef, useState,
  type HTMLAttributes, type ReactElement, type ReactNode, type RefAttributes,
} from 'react';
import { useLate } from './late';

const REST_MS = 400;

interface Props {
  label: ReactNode;
  position?: 'top' | 'right';
  children: ReactElement<HTMLAttributes<HTMLElement> & RefAttributes<HTMLElement>>;
}

export function Hint({ label, position, children }: Props) {
  const id = useId();
  const element = useRef<HTMLElement>(null);
  const timer = useRef(0);
  const [opened, setOpened] = useState(false);
  const { wanted, shown } = useLate(opened);
  const show = (after: number) => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setOpened(true), after);
  };
  const hide = () => {
    clearTimeout(timer.current);
    setOpened(false);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <>
      {cloneElement(children, {
        ref: element,
        'aria-describedby': opened ? id : undefined,
        onPointerEnter: (event) => {
          children.props.onPointerEnter?.(event);
          if (event.pointerType !== 'touch') show(REST_MS);
        },
        onPointerLeave: hide,
        onPointerDown: hide,
        onFocus: ({ target }) => target.matches(':focus-visible') && show(0),
        onBlur: hide,
        onKeyDown: hide,
      })}
      {wanted && (
        // With a target of its own Mantine ties the two by no name.
        <Tooltip target={element} opened={shown} label={<span id={id}>{label}</span>}
          position={position} multiline maw={280} />
      )}
    </>
  );
}
