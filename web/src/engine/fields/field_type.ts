/**
 * What a type of field must know to be shown and edited anywhere: in a cell, on a card, in a form,
 * in the clipboard. One folder a type; the registry is index.ts.
 */
import type { ComponentType, ReactNode } from 'react';
import type { CrmRecord, Field, Metadata } from '@/shared/api';

export interface DisplayContext {
  field: Field;
  metadata: Metadata;
  /** The record the value is of, for values that depend on others (a stage on its pipeline). */
  record?: CrmRecord;
}

export interface EditorProps<Value = unknown> {
  /** Ties the input to its label. */
  id?: string;
  field: Field;
  /** Entity that the field belongs to. */
  entity: string;
  value: Value | null | undefined;
  /** Each change, as read: a link as {id, entity, name}. */
  onChange: (value: Value | null) => void;
  /** In place: the person is done (Enter, choice made, left the input). Carries the value. */
  onCommit?: (value: Value | null) => void;
  /** In place: the person gave up (Esc). */
  onCancel?: () => void;
  /** In a cell or in the place of the text: no border of its own, focused, list open. */
  inline?: boolean;
  autoFocus?: boolean;
  /** Draw as wrong; the message is drawn by the form. */
  error?: boolean;
  disabled?: boolean;
  /** The other values of the record or form. */
  record?: CrmRecord;
}

/** Which operators and which input a filter by such a field offers. */
export type FilterKind =
  | 'text' | 'number' | 'date' | 'choice' | 'link' | 'boolean' | 'none';

// A registry of many value types; each folder is checked against its own type.
export interface FieldTypeUi<Value = any> {
  /** The value in a line of text. A plain function without hooks: lists call it per cell. */
  display: (value: Value, context: DisplayContext) => ReactNode;
  Editor: ComponentType<EditorProps<Value>>;
  /** Reads typed or pasted text; null: emptied, undefined: not understood. */
  parse: (text: string, context: DisplayContext) => Value | null | undefined;
  /** For the clipboard, files and tooltips. */
  toText: (value: Value, context: DisplayContext) => string;
  filter: FilterKind;
  /** Width of a column that nobody has resized. */
  width: number;
  align?: 'right';
  /** The editor is a small form; in place it needs a panel rather than the cell. */
  composite?: boolean;
}

export const isEmpty = (value: unknown) =>
  value === null || value === undefined || value === ''
  || (Array.isArray(value) && value.length === 0);
