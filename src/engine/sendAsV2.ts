import { ImbotError } from '../errors/ImbotError';
import { translate } from '../translate/translate';
import type { OneRequest, TranslateContext, Translation } from '../translate/types';
import { v1Answer } from '../translate/v1Answer';
import { MissingField } from '../values/answers';
import { badAnswer, notSent } from './errors';
import { bridgeKey, type PortalMemory, tick } from './memory';
import { nothingRan } from './nothingRan';
import { runPlan, type Send, StepFailed } from './runPlan';
import { settleDoubt } from './settleDoubt';
import type { Envelope, Journey, Params } from './types';

/**
 * Sends a translated call and gives the v1 answer back.
 * @throws StepFailed with the portal's own refusal, and the signals of plans
 */
export function sendAsV2(journey: Journey, translation: Translation, memory: PortalMemory): Promise<Envelope> {
  const { one, plan } = translation;
  if (one) return sendOne(journey, translation, one, memory);
  if (plan === undefined) throw notSent(journey.method, 'UNTRANSLATABLE', []);
  const { via, own, method } = journey;
  const send: Send = async (v2, params, options) => {
    const sent = tick(memory);
    try {
      const envelope = await via.send(v2, params, options);
      if (params.botId !== undefined) memory.bridges.set(bridgeKey(params), true);
      return envelope;
    } catch (error) {
      if (!(error instanceof ImbotError)) throw error;
      throw options.replay === 'read'
        ? error
        : await looked(error, params, journey, memory, { sent, fromMemory: false });
    }
  };
  return runPlan(plan(), {
    as: method,
    send,
    signal: own.signal,
    timeout: own.timeout,
    patience: patienceOf(journey),
    lookups: memory.lookups,
  });
}

async function sendOne(
  journey: Journey,
  translation: Translation,
  one: OneRequest,
  memory: PortalMemory,
): Promise<Envelope> {
  const { via, own, method } = journey;
  const { replay } = translation;
  const sent = tick(memory);
  let envelope: Envelope;
  try {
    envelope = await via.send(one.method, one.params, { as: method, replay, signal: own.signal, timeout: own.timeout });
  } catch (thrown) {
    if (!(thrown instanceof ImbotError)) throw thrown;
    const error = await looked(thrown, one.params, journey, memory, { sent, fromMemory: translation.fromMemory });
    const gone = translation.fromMemory && nothingRan(error)?.botGone;
    const next = gone ? withoutDefaultBot(journey, one, memory.context) : undefined;
    if (next) return sendAsV2(journey, next, memory);
    throw new StepFailed(error, { method: one.method, params: one.params, replay }, false);
  }
  const key = bridgeKey(one.params);
  if (memory.bridges.get(key) !== true) memory.bridges.set(key, true);
  try {
    envelope.result = v1Answer(one.answer, envelope.result);
    return envelope;
  } catch (error) {
    if (error instanceof MissingField)
      throw badAnswer(method, one.method, error.path, replay === 'read' ? 'refused' : 'ran');
    throw error;
  }
}

/**
 * The failure of a v2 call, with its doubt settled where it matters: in mode `auto` for a bot that has no v2 success yet,
 * and for a default bot that may be gone. A bot whose first call failed without a clear refusal is asked for before its next.
 */
async function looked(
  thrown: ImbotError,
  params: Params,
  journey: Journey,
  memory: PortalMemory,
  { sent, fromMemory }: { readonly sent: number; readonly fromMemory: boolean },
): Promise<ImbotError> {
  const { bridges } = memory;
  const key = bridgeKey(params);
  const unproven = journey.mode === 'auto' && bridges.get(key) !== true;
  if (!unproven && !fromMemory) return thrown;
  const error = await settleDoubt(thrown, params, journey, memory, sent);
  if (unproven && params.botId !== undefined && bridges.get(key) !== true && nothingRan(error) === undefined) {
    bridges.set(key, 'ask');
  }
  return error;
}

/** In mode `auto` a question may take half of the time, so that the call is still made where nobody answers it. */
export function patienceOf({ mode, own }: Pick<Journey, 'mode' | 'own'>): number | undefined {
  return mode === 'auto' && own.timeout !== undefined ? own.timeout / 2 : own.timeout;
}

/** A default bot that is gone is forgotten; the call, which was refused, is made once more with the next one. */
function withoutDefaultBot(
  { named, params }: Journey,
  one: OneRequest,
  context: TranslateContext,
): Translation | undefined {
  const token = one.params.botToken;
  const forgotten = context.facts?.defaultBot.delete(typeof token === 'string' ? token : '');
  return forgotten ? translate(named, params, context) : undefined;
}
