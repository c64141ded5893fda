/**
 * A panel under a chip. Lists and calendars that its inputs open elsewhere in the page belong to
 * it: pressing there does not close it.
 */
import { Popover } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { asSheet } from '@/shared/ui/as_sheet';
import { Anchored, useLate } from '@/shared/ui/late';

interface Props {
  opened: boolean;
  /** Left by pressing elsewhere. */
  onLeave: () => void;
  /** Left by Esc. */
  onCancel: () => void;
  target: ReactNode;
  children: ReactNode;
  width?: number;
}

const FLOATING = '[data-portal], .mantine-Popover-dropdown, .mantine-Combobox-dropdown';

export function FilterPopover({ opened, onLeave, onCancel, target, children, width }: Props) {
  const anchor = useRef<HTMLSpanElement>(null);
  const leave = useRef(onLeave);
  useEffect(() => {
    leave.current = onLeave;
  });
  useEffect(() => {
    if (!opened) return undefined;
    const press = (event: MouseEvent) => {
      const place = event.target as Element;
      const beside = !anchor.current?.contains(place) && !place.closest(FLOATING);
      if (beside || place.closest('.sheet-shade')) leave.current();
    };
    document.addEventListener('mousedown', press, true);
    return () => document.removeEventListener('mousedown', press, true);
  }, [opened]);
  const { wanted, shown } = useLate(opened);
  return (
    <>
      <span className="filter-chip-anchor" ref={anchor}>{target}</span>
      {wanted && (
        <Popover
          {...asSheet}
          opened={shown}
          position="bottom-start"
          offset={6}
          width={width ?? 280}
          withinPortal
          trapFocus
          returnFocus
          closeOnEscape={false}
          closeOnClickOutside={false}
          withRoles={false}
        >
          <Popover.Target><Anchored to={anchor} /></Popover.Target>
          <Popover.Dropdown
            className="filter-panel sheet-panel"
            onKeyDown={(event) => {
              if (event.code !== 'Escape') return;
              event.stopPropagation();
              onCancel();
            }}
          >
            {children}
          </Popover.Dropdown>
        </Popover>
      )}
    </>
  );
}
