import { saysNoV2 } from '../engine/nothingRan';
import { callError } from '../errors/callError';
import type { ImbotError } from '../errors/ImbotError';
import type { Failure } from '../facade/Failure';
import type { Reading } from '../facade/Form';
import { readFailure } from '../facade/readFailure';
import * as texts from '../facade/texts';
import { withPatience } from '../facade/withPatience';
import { SERVER_TIME } from '../map/lookups';
import type { Params } from '../values/structures';
import { answerOfOne, batchOfOne } from './batchOfOne';
import { isBatchAnswer } from './isBatchAnswer';
import type { Invocation } from './types';

/** How a question is put to the wrapped function. */
interface Asking {
  readonly invocation: Pick<Invocation, 'call' | 'batches'>;
  /** The error is told of this name. */
  readonly as: string;
  readonly put: (args: readonly unknown[], asked: Params) => Promise<unknown>;
  readonly read: (answer: unknown) => Reading;
}

/** What a question in a batch was answered, told from all that a transport gives. */
export class ToldInBatch {
  constructor(readonly result: unknown) {}
}

/**
 * Asks before a call in a batch of one: many wrappers count failures, and after a refused question, which is nothing of theirs,
 * a circuit breaker within would keep the call itself from going out. Undefined where the wrapper makes no batch of it.
 * @throws ImbotError with the code of a refusal
 */
export async function askInBatch(
  method: string,
  params: Params,
  { invocation: { call, batches }, as, put, read }: Asking,
): Promise<ToldInBatch | undefined> {
  // Questions of several portals may end at once.
  if (batches.left <= 0) return undefined;
  const told = await inBatch(method, params);
  const isTold = told !== undefined && ('result' in told || (await arrives()));
  if (!isTold) {
    batches.left -= 1;
    return undefined;
  }
  call.felt?.noteBatch(call.felt.encoding ?? 'json');
  if ('result' in told) return new ToldInBatch(told.result);
  throw refusal(told);

  function refusal({ code = 'NO_ANSWER', description }: Failure): ImbotError {
    return callError({ code, method: as, outcome: 'refused', description, text: `${texts.failed(code)}.` });
  }

  async function inBatch(name: string, own: Params): Promise<ReturnType<typeof answerOfOne>> {
    const asked = batchOfOne(name, own);
    let answer: unknown;
    try {
      answer = await withPatience(put(call.argumentsFor('batch', asked), asked));
    } catch (thrown) {
      if (!(thrown instanceof Error) || thrown.message !== texts.silent) return missing(thrown);
      // Each call waits for a question: it may be that nothing ever answers this one.
      batches.left -= 1;
      throw callError({ code: 'NO_ANSWER', method: as, outcome: 'refused', text: `${texts.silent}.` });
    }
    const reading = read(answer);
    if (isBatchAnswer(reading)) batches.isWhole = true;
    return 'envelope' in reading ? answerOfOne(reading.envelope.result) : undefined;
  }

  /** One that throws what failed within a batch: asked alone it would fail, and count, once more. */
  function missing(thrown: unknown): ReturnType<typeof answerOfOne> {
    const failure = readFailure(thrown);
    return saysNoV2(refusal(failure)) ? failure : undefined;
  }

  /** A wrapper that writes commands in a form of its own makes another name of ours, and the portal has no method of that. */
  async function arrives(): Promise<boolean> {
    const time = await inBatch(SERVER_TIME, params);
    return time !== undefined && 'result' in time;
  }
}
