import { ImbotError } from '../errors/ImbotError';
import type { Plan, Step, StepAnswer } from '../translate/types';
import type { Envelope } from '../transport/types';
import { MissingField } from '../values/answers';
import { badAnswer } from './errors';
import { mayAskAgain, nothingRan } from './nothingRan';
import { reading } from './reading';
import type { OwnOptions, Send } from './types';
import { withSignal } from './withSignal';

export interface RunPlanOptions {
  readonly as: string;
  readonly send: Send;
  readonly own: OwnOptions;
  /** Milliseconds for a look-up; default the call's own time. */
  readonly patience?: number;
  /** Look-ups under way, by their request: equal ones share one answer. */
  readonly lookups: Map<string, Promise<Envelope>>;
}

/** A step was refused; `changed` tells whether an earlier step of the plan had already changed something. */
export class StepFailed extends Error {
  constructor(
    readonly error: ImbotError,
    readonly step: Step,
    readonly changed: boolean,
  ) {
    super(error.message);
  }
}

/** Sends the requests of a plan one after another. Resolves to the v1 result and the last envelope. */
export async function runPlan(plan: Plan, options: RunPlanOptions): Promise<Envelope> {
  let envelope: Envelope = { result: undefined };
  let changed = false;
  let last: Step | undefined;
  let answer: StepAnswer = {};
  try {
    for (;;) {
      const given = answer;
      const next = reading(options.as, () => plan.next(given));
      if (next.done) return { ...envelope, result: next.value };
      last = next.value;
      const sent = await sendStep(last, changed, options);
      if (typeof sent === 'string') {
        answer = { refused: sent };
        continue;
      }
      envelope = sent;
      if (last.replay !== 'read') changed = true;
      answer = { result: envelope.result };
    }
  } catch (error) {
    if (!(error instanceof MissingField)) throw error;
    const unreadable = badAnswer(options.as, last?.method ?? options.as, error.path, changed ? 'ran' : 'refused');
    throw last === undefined || changed ? unreadable : new StepFailed(unreadable, last, changed);
  }
}

/** The envelope, or the tolerated code. */
async function sendStep(step: Step, changed: boolean, options: RunPlanOptions): Promise<Envelope | string> {
  const { as, send, own, lookups } = options;
  const { signal, timeout, until } = own;
  const { patience = timeout } = options;
  try {
    if (step.lookup) {
      const ask = (): Promise<Envelope> =>
        send(step.method, step.params, { as, replay: step.replay, timeout: patience, until });
      const key = `${step.method} ${JSON.stringify(step.params)}`;
      const underWay = lookups.get(key);
      if (underWay === undefined) return await withSignal(sharedLookup(key, lookups, ask), signal, as);
      return await withSignal(underWay, signal, as).catch((error: unknown) => {
        // It may have been given up by whoever asked, with a signal that only the transport knows.
        if (!mayAskAgain(error)) throw error;
        return withSignal(sharedLookup(key, lookups, ask), signal, as);
      });
    }
    return await send(step.method, step.params, { as, replay: step.replay, signal, timeout, until });
  } catch (error) {
    if (!(error instanceof ImbotError)) throw error;
    const tolerated = nothingRan(error)?.oneOf(step.tolerate);
    if (tolerated !== undefined) return tolerated;
    throw new StepFailed(error, step, changed);
  }
}

/** One caller's abort must not end a look-up that others wait for, so it is sent without a signal. */
function sharedLookup(
  key: string,
  lookups: Map<string, Promise<Envelope>>,
  send: () => Promise<Envelope>,
): Promise<Envelope> {
  const underWay = lookups.get(key);
  if (underWay) return underWay;
  const asked = send().finally(() => {
    if (lookups.get(key) === asked) lookups.delete(key);
  });
  lookups.set(key, asked);
  return asked;
}
