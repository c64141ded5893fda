/** A panel over the page: from the right on a desk, from the bottom on a phone. */
import { CloseButton, Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePhone } from './use_phone';
import { useSwipeDown } from './use_swipe_down';

interface Props {
  opened: boolean;
  onClose: () => void;
  /** Heading; without it the content brings its own head. */
  title?: ReactNode;
  label?: string;
  footer?: ReactNode;
  width?: number | string;
  /** On a phone: as tall as its content instead of the whole screen. */
  short?: boolean;
  children: ReactNode;
}

const SHORT = { flex: '0 0 100%', height: 'auto', maxHeight: '85dvh' };

export function Sheet(props: Props) {
  const { t } = useTranslation();
  const phone = usePhone();
  const swipe = useSwipeDown(props.onClose);
  const size = phone ? (props.short ? 'auto' : '100%') : (props.width ?? 'var(--drawer)');
  return (
    <Drawer
      opened={props.opened}
      onClose={props.onClose}
      position={phone ? 'bottom' : 'right'}
      size={size}
      padding={0}
      withCloseButton={false}
      aria-label={props.label}
      // A thumb sees where the panel comes from; at a desk it is there at once.
      transitionProps={{ duration: phone ? 140 : 0 }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      styles={{
        body: { display: 'flex', flexDirection: 'column', height: '100%', maxHeight: 'inherit' },
        content: phone ? { borderRadius: '12px 12px 0 0', ...(props.short && SHORT) } : undefined,
      }}
    >
      {props.title !== undefined && (
        <div className="sheet-head" {...(phone && swipe)}>
          <h2 className="sheet-title">{props.title}</h2>
          <CloseButton onClick={props.onClose} aria-label={t('close')} />
        </div>
      )}
      {props.title === undefined
        ? props.children : <div className="sheet-body">{props.children}</div>}
      {props.footer && <div className="sheet-foot">{props.footer}</div>}
    </Drawer>
  );
}
