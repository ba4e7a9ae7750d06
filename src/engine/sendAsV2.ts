import { ImbotError } from '../errors/ImbotError';
import { isForeignBot } from '../map/isForeignBot';
import { translate } from '../translate/translate';
import type { OneRequest, Translation } from '../translate/types';
import { v1Answer } from '../translate/v1Answer';
import { MissingField } from '../values/answers';
import type { Call } from './Call';
import { badAnswer, notSent } from './errors';
import { inOrder } from './inOrder';
import { bridgeKey, tick } from './memory';
import { nothingRan } from './nothingRan';
import { patienceOf } from './patienceOf';
import { runPlan, StepFailed } from './runPlan';
import { settleDoubt } from './settleDoubt';
import type { Envelope, Params, Send } from './types';

/**
 * Sends a translated call and gives the v1 answer back.
 * @throws StepFailed with the portal's own refusal, and the signals of plans
 */
export function sendAsV2(call: Call, translation: Translation): Promise<Envelope> {
  const { one, plan } = translation;
  if (one) return sendOne(call, translation, one);
  if (plan === undefined) throw notSent(call.method, 'UNTRANSLATABLE', []);
  const { connection, known, own, method } = call;
  let hasLeft = false;
  const send: Send = async (v2, params, options) => {
    const sent = tick(known);
    try {
      // What a plan asks for goes ahead: the others wait for what it changes.
      const leaves = options.replay !== 'read' && !hasLeft;
      if (leaves) await inOrder.turn(call);
      const going = connection.send(v2, params, options);
      if (leaves && !mayGoBack(call, bridgeKey(params))) inOrder.leave(call);
      const envelope = await going;
      if (leaves) {
        hasLeft = true;
        inOrder.leave(call);
      }
      if (params.botId !== undefined && !isForeignBot(envelope.result)) known.bridges.set(bridgeKey(params), true);
      return envelope;
    } catch (error) {
      if (!(error instanceof ImbotError)) throw error;
      throw options.replay === 'read' ? error : await looked(error, params, call, { sent, fromMemory: false });
    }
  };
  return runPlan(plan(), {
    as: method,
    send,
    own,
    patience: patienceOf(call.mode, own),
    lookups: known.lookups,
  });
}

async function sendOne(call: Call, translation: Translation, one: OneRequest): Promise<Envelope> {
  const { connection, known, own, method } = call;
  const { replay } = translation;
  const { signal, timeout, until } = own;
  const sent = tick(known);
  const key = bridgeKey(one.params);
  let envelope: Envelope;
  try {
    if (call.departure ? call.departure.before : known.departing.size > 0) await inOrder.turn(call);
    const going = connection.send(one.method, one.params, { as: method, replay, signal, timeout, until });
    if (call.departure && !mayGoBack(call, key)) inOrder.leave(call);
    envelope = await going;
  } catch (thrown) {
    if (!(thrown instanceof ImbotError)) throw thrown;
    const error = await looked(thrown, one.params, call, { sent, fromMemory: translation.fromMemory });
    const gone = translation.fromMemory && nothingRan(error)?.botGone;
    const next = gone ? withoutDefaultBot(call, one) : undefined;
    if (next) return sendAsV2(call, next);
    throw new StepFailed(error, { method: one.method, params: one.params, replay }, false);
  }
  if (known.bridges.get(key) !== true) known.bridges.set(key, true);
  try {
    envelope.result = v1Answer(one.answer, envelope.result);
    return envelope;
  } catch (error) {
    if (error instanceof MissingField)
      throw badAnswer(method, one.method, error.path, replay === 'read' ? 'refused' : 'ran');
    throw error;
  }
}

/** Could v2 refuse a call that then goes out as v1? It has left once that is settled. */
function mayGoBack({ mode, known, entry }: Call, key: string): boolean {
  return mode === 'auto' && (known.bridges.get(key) !== true || entry?.higherRank === true);
}

/**
 * The failure of a v2 call, with its doubt settled where it matters: in mode `auto` for a bot that has no v2 success yet,
 * and for a default bot that may be gone. A bot whose first call failed without a clear refusal is asked for before its next.
 */
async function looked(
  thrown: ImbotError,
  params: Params,
  call: Call,
  { sent, fromMemory }: { readonly sent: number; readonly fromMemory: boolean },
): Promise<ImbotError> {
  const { bridges } = call.known;
  const key = bridgeKey(params);
  const unproven = call.mode === 'auto' && bridges.get(key) !== true;
  if (!unproven && !fromMemory) return thrown;
  const error = await settleDoubt(thrown, params, call, sent);
  if (unproven && params.botId !== undefined && bridges.get(key) !== true && nothingRan(error) === undefined) {
    bridges.set(key, 'ask');
  }
  return error;
}

/** A default bot that is gone is forgotten; the call, which was refused, is made once more with the next one. */
function withoutDefaultBot({ named, params, known: { context } }: Call, one: OneRequest): Translation | undefined {
  const token = one.params.botToken;
  const forgotten = context.facts?.defaultBot.delete(typeof token === 'string' ? token : '');
  return forgotten ? translate(named, params, context) : undefined;
}
