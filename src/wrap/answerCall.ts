import { notSent } from '../engine/errors';
import { ImbotError } from '../errors/ImbotError';
import { type Deliver, thrownInV1 } from '../facade/createDeliver';
import { answerIn, type Sent } from '../facade/Form';
import { isQuestion } from '../facade/isQuestion';
import { peek } from '../facade/peek';
import { speakV1 } from '../facade/speakV1';
import { REVISION_GET } from '../map/index';
import type { Params } from '../values/structures';
import { replaceTwins } from './answerForms';
import type { FirstQuestion } from './askFirst';
import { askInBatch, ToldInBatch } from './askInBatch';
import { copyOf } from './copyOf';
import { givenUp } from './givenUp';
import { isBatchAnswer } from './isBatchAnswer';
import { isUnreadBatch } from './isUnreadBatch';
import type { LearningForm } from './learned';
import { isJQuery, isThenable, quiet } from './promiseKind';
import { saysFailure } from './saysFailure';
import { settled } from './settled';
import * as texts from './texts';
import type { Invocation } from './types';
import type { Settled, UnderWay } from './UnderWay';

/** What one call carries, as far as it can be seen before it is over. */
export interface Seen extends UnderWay {
  /** What handlers got beside the answer: the status text and the jqXHR, for jQuery. */
  beside: readonly unknown[];
  /** A question that was already asked, to learn what the transport returns. */
  asked?: FirstQuestion | undefined;
  /** The promise that the caller got. */
  shown?: unknown;
}

/** Makes a wrapped call; resolves to what the transport's handlers get, in v1 terms. */
export function answerCall(
  invocation: Invocation,
  deliver: Deliver<unknown>,
  form: LearningForm,
  seen: Seen,
): Promise<Settled> {
  const { fn, self, call, portal, onMisfit, batches, isAsGiven } = invocation;
  const own = isAsGiven ? { ...invocation.own, mode: 'audit' as const } : invocation.own;

  async function put(args: readonly unknown[]): Promise<unknown> {
    const returned = Reflect.apply(fn, self, args);
    quiet(returned);
    return returned;
  }

  /** The one that was asked first may be this one. */
  async function putBatch(args: readonly unknown[], params: Params): Promise<unknown> {
    const { asked } = seen;
    seen.asked = undefined;
    const isAsked = asked?.method === 'batch' && JSON.stringify(asked.params) === JSON.stringify(params);
    seen.returned = isAsked ? asked.returned : Reflect.apply(fn, self, args);
    return settle(seen);
  }

  function carry(method: string, params: Params): Promise<unknown> {
    const { asked } = seen;
    seen.asked = undefined;
    const isAsked = asked?.method === method && method === REVISION_GET;
    if (own.mode !== 'v2' && call.felt?.mayCarry(method, params) === false) throw notSent(method, 'UNTRANSLATABLE', []);
    const isOurs = isQuestion(method, call.method);
    // Others may wait for a question; of an aborted call nothing else goes out.
    if (seen.givenUp && !isOurs) throw givenUp(call.named);
    try {
      seen.returned = isAsked
        ? asked.returned
        : Reflect.apply(fn, self, call.argumentsFor(method, isAsGiven ? call.params : params));
    } catch (thrown) {
      // It was thrown at the caller, who need not wait for a promise: nobody may hear this one.
      quiet(seen.shown);
      throw thrown;
    }
    if (!isOurs) seen.sent = seen.returned;
    return settled(call, method, params, settle(seen), { put, read: form.read });
  }

  async function ask(params: Params, as: string): Promise<unknown> {
    return (
      (await askInBatch(REVISION_GET, params, { invocation, as, put: putBatch, read: form.read })) ??
      carry(REVISION_GET, params)
    );
  }

  /** What it makes of a batch shows whether later ones can be put into v1's words. */
  function handedOn(sent: Sent<unknown>): Settled {
    if (isBatchAnswer('answer' in sent ? form.read(sent.answer) : undefined)) batches.isWhole = true;
    return original(sent, undefined, seen.beside);
  }

  /** Keeps what the caller got for a failure as a model of the next one. */
  function learned(sent: Sent<unknown> | undefined, end: Settled): Settled {
    if (sent?.failed) form.learn(end, call);
    return end;
  }

  return deliver(
    { ...call, own },
    {
      portal,
      carry: (method, params, { as = method }) => (method === REVISION_GET ? ask(params, as) : carry(method, params)),
      read: (answer) => (answer instanceof ToldInBatch ? { envelope: { result: answer.result } } : form.read(answer)),
      peek,
      fits: () => form.fits,
      mayBeMute: true,
      saysFailure,
      onMisfit,
      onFailure: (method, code) => call.felt?.heed(method, code),
      pass: (sent, error) => (isAsGiven ? handedOn(sent) : learned(sent, original(sent, error, seen.beside))),
      write(envelope, sent) {
        if (isAsGiven && sent) return handedOn(sent);
        if (call.batch && sent && 'answer' in sent && isUnreadBatch(form.read(sent.answer))) {
          onMisfit(texts.batchTaken);
          return original(sent, undefined, seen.beside);
        }
        const { beside } = seen;
        const model = answerIn(sent);
        const answer = form.write(envelope, model);
        for (const one of beside) if (isObject(one)) replaceTwins(one, model, answer);
        return { ok: true, values: [answer, ...beside] };
      },
      writeError(error, sent) {
        if (!(error instanceof ImbotError)) return learned(sent, failed(error));
        if (sent) return learned(sent, original(sent, error, seen.beside));
        return (error.status === undefined ? undefined : form.refusal(error, call.named)) ?? failed(error);
      },
    },
  );
}

/** Waits for what was returned; handlers of jQuery get more than one value. */
function settle(seen: Seen): Promise<unknown> {
  const { returned } = seen;
  if (!isThenable(returned) || !isJQuery(returned)) return Promise.resolve(returned);
  return new Promise((resolve, reject) => {
    returned.then(
      (answer, ...beside) => {
        seen.beside = beside;
        resolve(answer);
      },
      (thrown, ...beside) => {
        seen.beside = beside;
        reject(thrown);
      },
    );
  });
}

/** What the transport itself gave, in v1's words where it spoke v2's. */
function original(sent: Sent<unknown>, error: ImbotError | undefined, beside: readonly unknown[]): Settled {
  if ('thrown' in sent) {
    const wording = error && sent.wording?.(error);
    const spoken = wording ? beside.map((one) => (one === sent.thrown ? one : speakV1(one, wording))) : beside;
    return { ok: false, values: [thrownInV1(sent, error), ...spoken] };
  }
  return { ok: true, values: [answerInV1(sent, error), ...beside] };
}

/** A refusal that came as an answer. */
function answerInV1(sent: Extract<Sent<unknown>, { answer: unknown }>, error: ImbotError | undefined): unknown {
  const wording = error && sent.wording?.(error);
  if (wording?.code === undefined) return sent.answer;
  return speakV1(copyOf(sent.answer), wording);
}

function failed(thrown: unknown): Settled {
  return { ok: false, values: [thrown] };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
