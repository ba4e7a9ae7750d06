import { ImbotError } from '../errors/ImbotError';
import { translate } from '../translate/translate';
import type { OneRequest, TranslateContext, Translation } from '../translate/types';
import { v1Answer } from '../translate/v1Answer';
import { MissingField } from '../values/answers';
import { badAnswer, notSent } from './errors';
import { bridgeKey, type PortalMemory } from './memory';
import { runPlan, type Send, StepFailed } from './runPlan';
import type { Envelope, Journey } from './types';

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
    const envelope = await via.send(v2, params, options);
    if (params.botId !== undefined) memory.bridges.set(bridgeKey(params), true);
    return envelope;
  };
  return runPlan(plan(), { as: method, send, signal: own.signal, timeout: own.timeout, lookups: memory.lookups });
}

async function sendOne(
  journey: Journey,
  translation: Translation,
  one: OneRequest,
  memory: PortalMemory,
): Promise<Envelope> {
  const { via, own, method } = journey;
  const { replay } = translation;
  let envelope: Envelope;
  try {
    envelope = await via.send(one.method, one.params, { as: method, replay, signal: own.signal, timeout: own.timeout });
  } catch (error) {
    if (!(error instanceof ImbotError)) throw error;
    const next =
      error.code === 'BOT_NOT_FOUND' && translation.fromMemory
        ? withoutDefaultBot(journey, one, memory.context)
        : undefined;
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
