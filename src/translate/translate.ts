import type { MethodEntry } from '../map/entry';
import { methodEntry } from '../map/index';
import type { LossId } from '../map/losses';
import { mayDiffer } from '../map/mayDiffer';
import type { OneRoute } from '../map/routes';
import { scalar } from '../values/texts';
import { buildRequest } from './buildRequest';
import { createFacts } from './createFacts';
import { findBot, knownBot } from './findBot';
import { findLosses, lossNotice } from './findLosses';
import { firstRefusal, refusal } from './firstRefusal';
import { formatOf, unseenBot } from './formatOf';
import { normalise } from './normalise';
import { PLANS } from './plans/index';
import { survey } from './plans/survey';
import type { Params, Plan, Refusal, TranslateContext, Translation, V1Call } from './types';
import { v1Answer } from './v1Answer';

/** Within a batch values may refer to earlier answers; `preview` is for `explain`. */
export interface TranslateOptions {
  /** It is a command of a batch: values may refer to earlier answers, flags travel as text. Default false. */
  readonly inBatch?: boolean;
  /** Look-ups are not made; placeholders stand for what they would find. Default false. */
  readonly preview?: boolean;
}

/**
 * What a v1 call is in v2: verdict, losses, what v1 would refuse, and the requests. Undefined for methods that are not
 * v1 imbot. Pure: no I/O, no clock; memory is in `context.facts`.
 * @throws NeedsValue within a batch, where a reference stands for a value that the translation needs
 * @example
 * translate('imbot.message.add', { BOT_ID: 39, DIALOG_ID: 'chat5', MESSAGE: 'Hi', MENU: '[{}]' })?.losses[0]?.id; // 'menu'
 */
export function translate(
  method: string,
  params: Params | null | undefined,
  context: TranslateContext = {},
  options: TranslateOptions = {},
): Translation | undefined {
  const entry = methodEntry(method);
  if (entry === undefined) return undefined;
  const call = asCall(entry, params, context, options);
  const route = entry.route(call.params);
  const identity = missingIdentity(call);
  const losses = findLosses(call, route.kind === 'none' ? route.loss : undefined);
  if (identity === 'no-bot-token') losses.push(lossNotice('no-bot-token'));
  const replay = typeof entry.replay === 'function' ? entry.replay(call.params) : entry.replay;
  // Filled in and not spread: copying an object cost more than the rest of the translation.
  const made: Draft = {
    method: entry.v1,
    losses,
    replay,
    token: call.token,
    verdict: 'none',
    lookup: false,
    fromMemory: false,
  };
  // What v2 denies a bot and v1 does not goes on as v1 only after a proven refusal, which not every transport shows.
  if (entry.higherRank) made.byRefusal = true;
  if (mayDiffer(call.params, entry.params)) made.unsure = true;
  const unseen = context.events === 'v2' ? unseenBot(call) : undefined;
  if (unseen !== undefined) made.unseenBot = unseen;
  if (route.kind === 'none' || identity === 'no-bot-token') return made;
  const refused: Refusal | undefined = identity ?? firstRefusal(call);
  if (refused) {
    made.verdict = losses.length > 0 ? 'lossy' : 'exact';
    made.refusal = refused;
    return made;
  }
  const bot = entry.bot === 'none' ? undefined : knownBot(call);
  made.lookup = entry.bot !== 'none' && bot === undefined;
  made.verdict = losses.length > 0 ? 'lossy' : made.lookup || route.emulated ? 'emulated' : 'exact';
  if (route.kind === 'plan') {
    const plan = PLANS[route.plan];
    if (route.byRefusal) made.byRefusal = true;
    made.plan = () => plan(call);
    if (route.plan === 'register' && formatOf(call) === undefined) made.survey = () => survey(call);
    return made;
  }
  if (made.lookup) {
    made.prepare = () => findBot(call);
    made.plan = () => afterLookup(call, route);
    return made;
  }
  const one = { method: route.v2, params: buildRequest(call, bot, route), answer: entry.answer };
  made.one = one;
  made.fromMemory = entry.bot === 'optional' && call.params.BOT_ID === undefined && context.botId === undefined;
  made.plan = () => single(call, one.method, one.params);
  return made;
}

/** A translation while it is made. */
type Draft = { -readonly [Name in keyof Translation]: Translation[Name] };

function asCall(
  entry: MethodEntry,
  input: Params | null | undefined,
  context: TranslateContext,
  options: TranslateOptions,
): V1Call {
  const { params, auth } = normalise(input, entry.params);
  const asForm = options.inBatch === true || context.encoding === 'form';
  if (asForm) flagsAsText(params);
  return {
    entry,
    params,
    context,
    facts: context.facts ?? createFacts(),
    token: tokenOf(params, context),
    auth,
    inBatch: options.inBatch ?? false,
    asForm,
    preview: options.preview ?? false,
  };
}

/** v1 would get them as `flatten` writes them. */
function flagsAsText(params: Record<string, unknown>): void {
  for (const name of Object.keys(params)) {
    if (typeof params[name] === 'boolean') params[name] = params[name] ? 'Y' : 'N';
  }
}

/** CLIENT_ID of the call wins over the client's; a botToken given apart stands for the client's CLIENT_ID. */
function tokenOf(params: Params, context: TranslateContext): { botToken?: string } {
  const auth = context.auth ?? 'oauth';
  if (auth === 'oauth') return {};
  const inCall = scalar(params.CLIENT_ID);
  const own = context.botToken ?? context.clientId;
  const botToken = inCall && inCall !== context.clientId ? inCall : (own ?? inCall);
  return botToken ? { botToken } : {};
}

function missingIdentity({ entry, context, token }: V1Call): Refusal | 'no-bot-token' | undefined {
  if (context.auth !== 'webhook' || token.botToken !== undefined || entry.family === 'apps') return undefined;
  if (entry.openToAll) return 'no-bot-token' satisfies LossId;
  return refusal('ACCESS_DENIED', 'Access denied! Client ID not specified');
}

function* single(call: V1Call, method: string, params: Params): Plan {
  const answer = yield { method, params, replay: replayOf(call) };
  return v1Answer(call.entry.answer, answer.result);
}

function* afterLookup(call: V1Call, route: OneRoute): Plan {
  const botId = yield* findBot(call);
  return yield* single(call, route.v2, buildRequest(call, botId, route));
}

function replayOf({ entry, params }: V1Call): 'read' | 'fixed' | 'never' {
  return typeof entry.replay === 'function' ? entry.replay(params) : entry.replay;
}
