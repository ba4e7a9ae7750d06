/** The answer to one call, as the browser library keeps it in a result. */
export interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly error: string; readonly error_description: string };
  readonly total?: number;
  readonly next?: number;
  readonly time?: unknown;
  readonly status: number;
}

export interface Query {
  readonly method: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export type ResultCallback = (result: ResultLike) => unknown;

/** What `error()` answers: `ex` holds the code and its text; both also stand on the error itself. */
export interface ResultError {
  readonly status: number;
  readonly ex: { readonly error: string; readonly error_description: string };
  readonly error: string;
  readonly error_description: string;
  getError(): { readonly error: string; readonly error_description: string };
  getStatus(): number;
  toString(): string;
}

/** The classic callback result: `data()`, `error()`, `more()`, `next()`, `total()`, `time()`. */
export interface ResultLike {
  data(): unknown;
  error(): ResultError | undefined;
  error_description(): string | undefined;
  more(): boolean;
  total(): number | undefined;
  time(): unknown;
  /** Asks for the next page; false where there is none. */
  next(callback?: ResultCallback): unknown;
  readonly answer: Readonly<Record<string, unknown>>;
  readonly query: Query;
  readonly status: number;
}

/** Makes a result. `again` sends the same query from another start. */
export function createResult(
  answer: Answer,
  query: Query,
  callback: ResultCallback | undefined,
  again: (query: Query, callback: ResultCallback | undefined) => unknown,
): ResultLike {
  const { result, total, next, time, status } = answer;
  const error = answer.error && createError(answer.error, status);
  return {
    answer: { result, total, next, time, ...(error ? { ex: error, ...answer.error } : {}) },
    query,
    status,
    data: () => result,
    error: () => error,
    error_description: () => error?.ex.error_description,
    more: () => next !== undefined && !Number.isNaN(next),
    total: () => total,
    time: () => time,
    next(own) {
      if (next === undefined || Number.isNaN(next)) return false;
      return again({ ...query, data: { ...query.data, start: next } }, own ?? callback);
    },
  };
}

function createError(ex: ResultError['ex'], status: number): ResultError {
  return {
    status,
    ex,
    ...ex,
    getError: () => ex,
    getStatus: () => status,
    toString: () => `${ex.error}${ex.error_description ? `: ${ex.error_description}` : ''} (${status})`,
  };
}
