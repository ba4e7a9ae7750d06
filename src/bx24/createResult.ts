/** The answer to one call, as the browser library keeps it in a result. */
export interface ResultParts {
  readonly result?: unknown;
  readonly error?: { readonly error: string; readonly error_description: string };
  readonly total?: number;
  readonly next?: number;
  readonly time?: unknown;
  readonly status: number;
}

/** The call that a result belongs to. */
export interface Query {
  /** As it was called. */
  readonly method: string;
  /** Its parameters. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Takes the result of a call. */
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
  /** The result, or undefined where the call failed. */
  data(): unknown;
  /** What went wrong, or undefined. */
  error(): ResultError | undefined;
  /** The text beside the code, or undefined. */
  error_description(): string | undefined;
  /** Is there a next page? */
  more(): boolean;
  /** Of a list: how many there are in all. */
  total(): number | undefined;
  /** Timings of the portal. */
  time(): unknown;
  /** Asks for the next page; false where there is none. */
  next(callback?: ResultCallback): unknown;
  /** The whole answer. */
  readonly answer: Readonly<Record<string, unknown>>;
  /** The call. */
  readonly query: Query;
  /** HTTP status; 0 where nothing was answered. */
  readonly status: number;
}

export type Again = (query: Query, callback: ResultCallback | undefined) => unknown;

/** Makes a result. `again` sends the same query from another start. */
export function createResult(
  answer: ResultParts,
  query: Query,
  callback: ResultCallback | undefined,
  again: Again,
): ResultLike {
  return new AjaxResult(answer, query, (own) =>
    again({ ...query, data: { ...query.data, start: answer.next } }, own ?? callback),
  );
}

/** As the browser library writes it: methods on the class, three fields of its own. */
class AjaxResult implements ResultLike {
  readonly answer: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly #ask: (callback: ResultCallback | undefined) => unknown;
  readonly #given: ResultParts;
  readonly #error: ResultError | undefined;

  constructor(
    given: ResultParts,
    readonly query: Query,
    ask: (callback: ResultCallback | undefined) => unknown,
  ) {
    this.#given = given;
    this.#ask = ask;
    this.#error = given.error && new AjaxError(given.error, given.status);
    this.status = given.status;
    this.answer = fieldsOf(given, this.#error);
  }
  data(): unknown {
    return this.#given.result;
  }
  error(): ResultError | undefined {
    return this.#error;
  }
  error_description(): string | undefined {
    return this.#error?.ex.error_description;
  }
  more(): boolean {
    const { next } = this.#given;
    return next !== undefined && !Number.isNaN(next);
  }
  total(): number | undefined {
    return this.#given.total;
  }
  time(): unknown {
    return this.#given.time;
  }
  next(own?: ResultCallback): unknown {
    return this.more() ? this.#ask(own) : false;
  }
}
Object.defineProperty(AjaxResult, 'name', { value: 'ajaxResult' });

class AjaxError implements ResultError {
  readonly error: string;
  readonly error_description: string;

  constructor(
    readonly ex: ResultError['ex'],
    readonly status: number,
  ) {
    this.error = ex.error;
    this.error_description = ex.error_description;
  }
  getError(): ResultError['ex'] {
    return this.ex;
  }
  getStatus(): number {
    return this.status;
  }
  toString(): string {
    const { error, error_description: text } = this.ex;
    return `${error}${text ? `: ${text}` : ''} (${this.status})`;
  }
}
Object.defineProperty(AjaxError, 'name', { value: 'ajaxError' });

/** The envelope, with the error beside it. */
export function fieldsOf(
  { result, total, next, time, error }: ResultParts,
  ex: object | undefined,
): Record<string, unknown> {
  return { result, total, next, time, ...(error ? { ex, ...error } : {}) };
}
