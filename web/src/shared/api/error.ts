/** The one error of the API client: an RFC 9457 problem, or a failure to reach the server. */
import type { CrmRecord, LinkValue } from './types';

export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  errors?: FieldProblem[];
  candidates?: LinkValue[];
  current?: CrmRecord;
  /** The record that this one was merged into. */
  merged_into?: LinkValue;
  request_id?: string;
}

export class ApiError extends Error {
  /** 0 when the server could not be reached. */
  readonly status: number;
  readonly problem: Problem;
  readonly requestId: string | undefined;

  constructor(status: number, problem: Problem, requestId?: string) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
    this.requestId = requestId ?? problem.request_id;
  }

  /** Messages by field name, for a form: the first one of each field. */
  get fields(): { [field: string]: string } {
    const messages: { [field: string]: string } = {};
    for (const { field, message } of this.problem.errors ?? []) messages[field] ??= message;
    return messages;
  }

  /** Likely duplicates of a record refused with 409. */
  get candidates(): LinkValue[] {
    return this.problem.candidates ?? [];
  }

  /** Fields that others changed too since the version seen, of a save refused with 412. */
  get conflicts(): string[] {
    return (this.problem.errors ?? [])
      .filter(({ code }) => code === 'conflict').map(({ field }) => field);
  }

  get isOffline() {
    return this.status === 0;
  }

  get isDuplicate() {
    return this.status === 409 && this.candidates.length > 0;
  }

  get isStale() {
    return this.status === 412;
  }
}

export const isApiError = (error: unknown): error is ApiError => error instanceof ApiError;
