import {
  type Again,
  createResult,
  fieldsOf,
  type Query,
  type ResultCallback,
  type ResultLike,
  type ResultParts,
} from './createResult';

/** Makes results that pass for those of the page's own library. */
export interface Mould {
  /** Looks at a result of the page's own, to make others like it. */
  see(result: unknown): void;
  make(answer: ResultParts, query: Query, callback: ResultCallback | undefined, again: Again): ResultLike;
}

/**
 * Learns the classes of results and errors from those that the page's library gives. A result of ours is then an instance
 * of the same class, with the same fields; where that class keeps its answer elsewhere, it is one of our own class.
 */
export function createMould(): Mould {
  let results: object | undefined;
  let errors: object | undefined;

  return {
    see(result) {
      results ??= classOf(result, 'data');
      errors ??= classOf(read(result, 'error'), 'toString');
    },
    make(answer, query, callback, again) {
      const own = createResult(answer, query, callback, again);
      if (results === undefined) return own;
      const { error, status } = answer;
      const ex = error && errors ? Object.assign(Object.create(errors), { status, ex: error }) : own.error();
      const made: unknown = Object.create(results);
      if (!isResult(made)) return own;
      Object.assign(made, { answer: withoutHoles(fieldsOf(answer, ex)), query: { ...query, callback }, status });
      // The page's own would ask for the next page past the translation.
      Object.defineProperty(made, 'next', { value: own.next.bind(own), configurable: true, writable: true });
      return saysTheSame(made, own) ? made : own;
    },
  };
}

function classOf(value: unknown, method: string): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const found: unknown = Object.getPrototypeOf(value);
  if (typeof found !== 'object' || found === null || found === Object.prototype) return undefined;
  return Object.hasOwn(found, method) ? found : undefined;
}

function saysTheSame(made: ResultLike, own: ResultLike): boolean {
  try {
    return (
      made.data() === own.data() && made.error()?.ex?.error === own.error()?.ex.error && made.more() === own.more()
    );
  } catch {
    return false;
  }
}

function withoutHoles(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function read(result: unknown, method: string): unknown {
  if (typeof result !== 'object' || result === null) return undefined;
  const ask: unknown = Reflect.get(result, method);
  return typeof ask === 'function' ? Reflect.apply(ask, result, []) : undefined;
}

function isResult(value: unknown): value is ResultLike {
  return typeof value === 'object' && value !== null && 'data' in value && 'error' in value && 'more' in value;
}
