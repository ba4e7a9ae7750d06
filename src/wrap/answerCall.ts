import { ImbotError } from '../errors/ImbotError';
import { replaceTwins } from './answerForms';
import { copyOf } from './copyOf';
import type { LearningForm } from './learned';
import { peek } from './peek';
import { isJQuery, isThenable, quiet, type Settled } from './promiseKind';
import { speakV1 } from './speakV1';
import { type Arrival, type Carrier, type Sent, type Travel, thrownInV1 } from './travel';
import type { WrappedErrand } from './types';

/** What one call carries, as far as it can be seen before it is over. */
export interface Carried {
  /** What the transport returned last. */
  returned?: unknown;
  /** What handlers got beside the answer: the status text and the jqXHR, for jQuery. */
  beside: readonly unknown[];
  /** A question that was already asked, to learn what the transport returns. */
  asked?: { readonly method: string; readonly returned: unknown };
  /** The promise that the caller got. */
  shown?: unknown;
}

/** Makes a wrapped call; resolves to what the transport's handlers get, in v1 terms. */
export async function answerCall(
  errand: WrappedErrand,
  travel: Travel<unknown>,
  form: LearningForm,
  carried: Carried,
): Promise<Settled> {
  const { fn, self, call, portal, onMisfit, own } = errand;
  const carrier: Carrier<unknown> = {
    portal,
    carry(method, params) {
      const { asked } = carried;
      carried.asked = undefined;
      const isAsked = asked !== undefined && asked.method === method;
      try {
        carried.returned = isAsked ? asked.returned : Reflect.apply(fn, self, call.argumentsFor(method, params));
      } catch (thrown) {
        // It was thrown at the caller, who need not wait for a promise: nobody may hear this one.
        quiet(carried.shown);
        throw thrown;
      }
      return settle(carried);
    },
    read: form.read,
    peek,
    fits: () => form.fits,
    mayBeMute: true,
    onMisfit,
  };
  const arrival = await travel(carrier, { ...call, own });
  const end = settled(arrival, form, carried.beside, call.named);
  if (arrival.original?.failed && arrival.kind !== 'answer') form.learn(end, call);
  return end;
}

/** Waits for what was returned; handlers of jQuery get more than one value. */
function settle(carried: Carried): Promise<unknown> {
  const { returned } = carried;
  if (!isThenable(returned) || !isJQuery(returned)) return Promise.resolve(returned);
  return new Promise((resolve, reject) => {
    returned.then(
      (answer, ...beside) => {
        carried.beside = beside;
        resolve(answer);
      },
      (thrown, ...beside) => {
        carried.beside = beside;
        reject(thrown);
      },
    );
  });
}

function settled(arrival: Arrival<unknown>, form: LearningForm, beside: readonly unknown[], named: string): Settled {
  if (arrival.kind === 'untouched') return original(arrival.original, arrival.error, beside);
  const model = arrival.original && 'answer' in arrival.original ? arrival.original.answer : undefined;
  if (arrival.kind === 'answer') {
    const answer = form.write(arrival.envelope, model);
    for (const one of beside) if (isObject(one)) replaceTwins(one, model, answer);
    return { ok: true, values: [answer, ...beside] };
  }
  const { error } = arrival;
  if (!(error instanceof ImbotError)) return failed(error);
  if (arrival.original) return original(arrival.original, error, beside);
  const refusal = error.status === undefined ? undefined : form.refusal(error, named);
  return refusal ?? failed(error);
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
