import type { Failure } from '../facade/Failure';
import { writeCommand } from '../translate/batchCommand';
import { field } from '../values/answers';
import type { Params } from '../values/structures';
import { whoAsks } from './whoAsks';

/** A question as the only command of a batch. A refusal of it is no failure of the request, so nothing within a wrapper counts one. */
export function batchOfOne(method: string, params: Params): Params {
  // Who asks is said of the whole request.
  const asUser = whoAsks(params);
  const own = Object.fromEntries(Object.entries(params).filter(([name]) => !Object.hasOwn(asUser, name)));
  return { ...asUser, halt: 0, cmd: { [NAME]: writeCommand({ method, params: own }) } };
}

/** What a batch of one says of its question; undefined where the command did not arrive, or the answer is none to a batch. */
export function answerOfOne(answer: unknown): { readonly result: unknown } | Failure | undefined {
  // Where a callback gets a result alone, one that holds a `result` may be read as an envelope.
  const whole = field(answer, 'result');
  for (const results of [whole, answer]) {
    const result = field(results, NAME);
    if (result !== undefined) return { result };
  }
  const refused = field(field(answer, 'result_error'), NAME);
  const code = field(refused, 'error');
  if (typeof code !== 'string') return undefined;
  const description = field(refused, 'error_description');
  return { code, ...(typeof description === 'string' ? { description } : {}) };
}

const NAME = 'nested';
