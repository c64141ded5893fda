/** The columns of a board: stages of a pipeline, or words of a choice. */
import { allOf } from '@/engine/filters/filter_tree';
import {
  choicesOf,
  type Color,
  type Entity,
  type Field,
  type Filter,
  type ListQuery,
  type Metadata,
  type Pipeline,
} from '@/shared/api';
import { fieldsToAsk } from '../grid/columns';
import type { ListState } from '../views/view_state';

export interface BoardColumnInfo {
  key: string;
  label: string;
  color: Color;
  /** Work goes on here: neither won nor lost. */
  open: boolean;
  /** Work has ended here, well or badly; only stages know. */
  end?: 'won' | 'lost';
  /** How likely a deal here is won, per cent; only stages know. */
  probability?: number;
  /** Fields that a record must have filled to stand here. */
  required: string[];
}

export const boardField = (entity: Entity): Field | undefined =>
  entity.fields.find(({ name }) => name === entity.board?.field);

export function pipelineOfBoard(metadata: Metadata, id: string | undefined): Pipeline | undefined {
  return (
    metadata.pipelines.find((pipeline) => pipeline.id === id) ??
    metadata.pipelines.find((pipeline) => pipeline.default) ??
    metadata.pipelines[0]
  );
}

export function columnsOfBoard(
  metadata: Metadata,
  field: Field,
  pipeline: string | undefined,
): BoardColumnInfo[] {
  if (field.type === 'stage') {
    return (pipelineOfBoard(metadata, pipeline)?.stages ?? []).map((stage) => ({
      key: stage.key,
      label: stage.label,
      color: stage.color,
      open: stage.kind === 'open',
      end: stage.kind === 'open' ? undefined : stage.kind,
      probability: stage.probability,
      required: stage.required,
    }));
  }
  return choicesOf(metadata, field).map(({ key, label, color = 'gray' }) => ({
    key,
    label,
    color,
    required: [],
    open: !['green', 'red', 'gray', 'teal'].includes(color),
  }));
}

/** What the whole board shows: the filter of the list, and the pipeline of the board. */
export function boardFilter(
  metadata: Metadata,
  entity: Entity,
  field: Field,
  state: ListState,
): Filter | undefined {
  const several =
    field.type === 'stage' &&
    metadata.pipelines.length > 1 &&
    entity.fields.some(({ name }) => name === 'pipeline');
  const pipeline = several ? pipelineOfBoard(metadata, state.pipeline)?.id : undefined;
  return allOf(
    state.filter,
    pipeline ? { field: 'pipeline', op: 'eq', value: pipeline } : undefined,
  );
}

interface ColumnQuery {
  entity: Entity;
  state: ListState;
  q: string | undefined;
  filter: Filter | undefined;
  key: string;
  columns: BoardColumnInfo[];
}

const PAGE = 40;

/** What one column asks for; with the fields that some column requires, to know what is missing. */
export function columnQuery({ entity, state, q, filter, key, columns }: ColumnQuery): ListQuery {
  const required = columns
    .flatMap((column) => column.required)
    .filter((name) => entity.fields.some((field) => field.name === name));
  return {
    filter: allOf(filter, { field: entity.board!.field, op: 'eq', value: key }),
    q,
    sort: state.sort || undefined,
    limit: PAGE,
    fields: fieldsToAsk(entity, [...new Set([...state.cards, ...required, ...sumField(entity)])]),
  };
}

const sumField = ({ board }: Entity) => (board?.sum ? [board.sum] : []);
