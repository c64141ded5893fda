/** Enter, Esc and leaving, the same in every editor used in place. */
import type { FocusEvent, KeyboardEvent } from 'react';
import type { EditorProps } from '../field_type';

/** Handlers for an input whose current value is known to the caller. */
export function commitKeys<Value>(
  { onCommit, onCancel }: Pick<EditorProps<Value>, 'onCommit' | 'onCancel'>,
  current: () => Value | null,
  options: { enter?: 'plain' | 'mod' } = {},
) {
  if (!onCommit && !onCancel) return {};
  return {
    onKeyDown: (event: KeyboardEvent) => {
      const wanted = options.enter !== 'mod' || event.ctrlKey || event.metaKey;
      if (event.code === 'Escape') {
        event.stopPropagation();
        onCancel?.();
      } else if ((event.code === 'Enter' || event.code === 'NumpadEnter') && wanted) {
        event.preventDefault();
        onCommit?.(current());
      }
    },
    onBlur: () => onCommit?.(current()),
  };
}

/** For editors of several inputs: commits when focus leaves all of them. */
export function commitOnLeave<Value>(
  { onCommit, onCancel }: Pick<EditorProps<Value>, 'onCommit' | 'onCancel'>,
  current: () => Value | null,
) {
  const keys = commitKeys({ onCommit, onCancel }, current, { enter: 'mod' });
  if (!keys.onBlur) return {};
  return {
    ...keys,
    onBlur: (event: FocusEvent<HTMLElement>) => {
      if (!event.currentTarget.contains(event.relatedTarget)) onCommit?.(current());
    },
  };
}
