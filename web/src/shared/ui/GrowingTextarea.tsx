/**
 * A box that is as high as its text, between two numbers of rows. The style sheet does it where the
 * browser can: measuring costs a layout of the whole page for each box.
 */
import { Textarea, type TextareaProps } from '@mantine/core';
import type { CSSProperties } from 'react';

interface Props extends Omit<TextareaProps, 'className' | 'style'> {
  minRows: number;
  maxRows: number;
}

const GROWS = typeof CSS !== 'undefined' && CSS.supports?.('field-sizing', 'content');

export function GrowingTextarea({ minRows, maxRows, ...props }: Props) {
  if (!GROWS) return <Textarea {...props} autosize minRows={minRows} maxRows={maxRows} />;
  const rows = { '--min-rows': minRows, '--max-rows': maxRows } as CSSProperties;
  return <Textarea {...props} className="growing" style={rows} />;
}
