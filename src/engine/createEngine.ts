import { ImbotError } from '../errors/ImbotError';
import type { MethodEntry, Replay } from '../map/entry';
import { isV1Imbot, isV2Imbot } from '../map/imbotName';
import { methodEntry, NEVER_EXISTED, REVISION_GET } from '../map/index';
import { replayByName } from '../map/reads';
import { V2 } from '../map/v2Names';
import { boundedMap } from '../translate/boundedMap';
import { type Explanation, explain } from '../translate/explain';
import { type EventFormat, rememberRegistered } from '../translate/formatOf';
import { CannotTranslate, LossFound, Refused } from '../translate/signals';
import { translate } from '../translate/translate';
import type { Plan, Translation } from '../translate/types';
import { field } from '../values/answers';
import { id } from '../values/ids';
import { askBot } from './askBot';
import { decide, type Way } from './decide';
import { config, cutList, lookupFailed, notSent, refusedLikeV1, toV1, unknownMethod } from './errors';
import { forget } from './forget';
import { bridgeKey, createPortalMemory, deniedKey, learn, learnFormat, type PortalMemory } from './memory';
import { checked, modeOf } from './modeOf';
import { isClosed, isOver, nothingRan, saysBotRefused } from './nothingRan';
import { notify } from './notify';
import { reading } from './reading';
import { runPlan, StepFailed } from './runPlan';
import { patienceOf, sendAsV2 } from './sendAsV2';
import { portalState } from './shared';
import { NOTICES, TEXTS } from './texts';
import type { CallOptions, EngineOptions, Envelope, Journey, LearnedFacts, Params, Via } from './types';
import { createUsage, type MethodUsage, type UsageReport } from './usage';
import { lacksV2, v2Usable } from './v2Usable';
import { withSignal } from './withSignal';

/** Runs v1 calls on v1 or v2, by mode and verdict. Every facade stands on it. */
export interface Engine {
  /** Resolves to the envelope with the v1 result. Methods other than imbot v1 pass through. */
  request(via: Via, method: string, params?: object | null, own?: CallOptions): Promise<Envelope>;
  explain(via: Pick<Via, 'portal'>, method: string, params?: Params | null): Explanation;
  report(): UsageReport;
  learn(via: Pick<Via, 'portal'>, facts: LearnedFacts): void;
  /** An event of a bot came, in the format of v1 or v2, or out of the queue of v2. */
  learnFormat(via: Pick<Via, 'portal'>, format: EventFormat | 'queue', botId: number, code?: string): void;
  /** What a batch needs of the engine. */
  readonly parts: EngineParts;
}

interface EngineParts {
  readonly options: EngineOptions;
  memory(via: Pick<Via, 'portal'>): PortalMemory;
  /** Counts a call, warns once about its method. */
  note(entry: MethodEntry, translation?: Translation): MethodUsage;
  /** Counts a call of a name that imbot v1 never had, and warns once; false for other names. */
  noteUnknown(named: string): boolean;
  noteRegistered(via: Pick<Via, 'portal'>, method: string, params: Params, answer: unknown): void;
  /** May v2 be used, in mode `auto`? */
  usable(via: Via, own: CallOptions, method: string): Promise<boolean>;
  /** Asks for the bot of v2 parameters, and remembers whether v2 accepts it. False where it does not, or nobody can say. */
  proveBridge(via: Via, params: Params, own: CallOptions, method: string): Promise<boolean>;
  accepts(own: CallOptions, loss: string): boolean;
  /** The parameters with CLIENT_ID or botToken, where this client adds them. */
  complete(method: string, params: Params): Params;
}

let engines = 0;

export function createEngine(options: EngineOptions): Engine {
  if (options.mode !== undefined && typeof options.mode !== 'function') checked(options.mode, 'mode', 'createImbot');
  const usage = createUsage(options.ignoredFile);
  /** Where `portal` is a token, each renewal is a portal of its own. */
  const memories = boundedMap<string, PortalMemory>(1_000);
  engines += 1;
  /** Stands for all portals of a transport that does not tell them apart. */
  const anonymous = `anonymous ${engines}`;

  function memory({ portal }: Pick<Via, 'portal'>): PortalMemory {
    const key = portal ?? anonymous;
    const known = memories.get(key);
    if (known) return known;
    const made = createPortalMemory(options.context);
    memories.set(key, made);
    return made;
  }

  function note(entry: MethodEntry, translation?: Translation): MethodUsage {
    const counted = usage.count(entry.v1);
    if (translation) usage.judge(counted, translation);
    if (counted.calls === 1) {
      notify(options.warnings, `deprecated:${entry.v1}`, NOTICES.deprecated(entry.v1, entry.v2[0]), entry.v1);
    }
    return counted;
  }

  function usable(via: Via, own: CallOptions, method: string): Promise<boolean> {
    // Half of the time, so that a question without an answer leaves some for the call as v1.
    const answer = v2Usable(via.portal ?? anonymous, via, options.warnings, patienceOf({ mode: 'auto', own }));
    return withSignal(answer, own.signal, method).catch((error: unknown) => {
      throw error instanceof ImbotError && isClosed(error) ? lookupFailed(method, REVISION_GET, error) : error;
    });
  }

  async function proveBridge(via: Via, params: Params, own: CallOptions, method: string): Promise<boolean> {
    const known = memory(via);
    const key = bridgeKey(params);
    const before = known.unanswered.get(key);
    if (via.mute && isPutOff(before)) return false;
    const timeout = patienceOf({ mode: 'auto', own });
    try {
      await askBot(params, { via, own, method, timeout }, known);
      known.bridges.set(key, true);
      known.unanswered.delete(key);
      return true;
    } catch (error) {
      if (!(error instanceof ImbotError)) throw error;
      if (isClosed(error)) throw lookupFailed(method, V2.botGet, error);
      if (own.signal?.aborted) throw error;
      if (saysBotRefused(error)) stayOnV1(via, key);
      else if (via.mute && known.unanswered.get(key) === before) putOff(known, key);
      return false;
    }
  }

  /** Notes that the portal does not accept a bot through v2, and says so once. */
  function stayOnV1(via: Via, key: string): void {
    memory(via).bridges.set(key, false);
    notify(options.warnings, `bridge:${via.portal ?? anonymous}`, NOTICES.bridge, 'bridge');
  }

  function accepts(own: CallOptions, loss: string): boolean {
    return (options.accept?.includes(loss) ?? false) || (own.accept?.includes(loss) ?? false);
  }

  function complete(method: string, params: Params): Params {
    const { auth, clientId, botToken } = options.context;
    const plain = withoutThen(params);
    const given = isV1Imbot(method) ? withoutNulls(plain) : plain;
    if (auth !== 'webhook') return given;
    if (isV2Imbot(method)) {
      const token = botToken ?? clientId;
      return token === undefined || given.botToken !== undefined || method.toLowerCase() === REVISION_GET.toLowerCase()
        ? given
        : { ...given, botToken: token };
    }
    if (clientId === undefined || !isV1Imbot(method)) return given;
    const name = Object.keys(given).find((key) => key.toUpperCase() === 'CLIENT_ID');
    return name !== undefined && given[name] !== '' && given[name] !== undefined
      ? given
      : { ...given, [name ?? 'CLIENT_ID']: clientId };
  }

  async function sendV1({ method, named, params, via, own }: Journey, replay: Replay): Promise<Envelope> {
    const full = via.foreign
      ? (attempt(() => complete(named, params)) ?? params)
      : reading(named, () => complete(named, params));
    const envelope = await via.send(named, full, {
      replay,
      signal: own.signal,
      timeout: own.timeout,
    });
    forget(memory(via).facts, method, params);
    noteRegistered(via, method, params, envelope.result);
    return envelope;
  }

  /** A call that went out as v1 was answered: a bot that it registered gets v1 events. */
  function noteRegistered(via: Pick<Via, 'portal'>, method: string, params: Params, answer: unknown): void {
    // Without 'v2' nobody asks.
    if (method.toLowerCase() !== REGISTER || options.context.events !== 'v2') return;
    attempt(() => rememberRegistered(memory(via).facts, 'v1', answer, parameterOf(params, 'CODE')));
  }

  function noteUnknown(named: string): boolean {
    if (!isV1Imbot(named)) return false;
    usage.count(named).sent.v1 += 1;
    if (NEVER_EXISTED.includes(named.toLowerCase())) {
      notify(options.warnings, `misnamed:${named}`, NOTICES.misnamed(named), 'never-existed');
    }
    return true;
  }

  function passThrough(journey: Journey): Promise<Envelope> {
    const { named } = journey;
    if (noteUnknown(named) && journey.mode === 'v2') throw unknownMethod(named);
    return sendV1(journey, replayByName(named, journey.params));
  }

  async function request(via: Via, named: string, input?: object | null, own: CallOptions = {}): Promise<Envelope> {
    const params = reading('call', () => checkedCall(named, input ?? {}, own));
    const entry = methodEntry(named);
    const method = entry?.v1 ?? named;
    const mode = entry || isV1Imbot(named) ? reading(method, () => modeOf(options, method, params, own.mode)) : 'v1';
    const journey: Journey = { method, named, params, via, own, mode };
    if (entry === undefined) return passThrough(journey);
    if (mode === 'v1') {
      note(entry).sent.v1 += 1;
      return sendV1(journey, replayOf(entry, params));
    }
    const known = memory(via);
    const translation = translationOf(journey, known);
    const counted = note(entry, translation);
    if (translation) options.observe?.(translation, mode);
    const way = decide({
      mode,
      translation,
      portalKnown: via.portal !== undefined,
      foreign: via.foreign === true,
      accepts: (loss) => accepts(own, loss),
    });
    if ('refuse' in way) {
      counted.sent.refused += 1;
      throw refusal(journey, way, translation);
    }
    if (translation === undefined) {
      counted.sent.v1 += 1;
      return sendV1(journey, replayOf(entry, params));
    }
    const takes = async (): Promise<boolean> =>
      (await portalTakes(journey, translation, known)) && getsV2Events(journey, translation, known);
    if (way.to === 'v1' || (mode === 'auto' && !(await takes()))) {
      counted.sent.v1 += 1;
      return sendV1(journey, translation.replay);
    }
    try {
      const envelope = await sendAsV2(journey, translation, known);
      counted.sent.v2 += 1;
      forget(known.facts, entry.v1, params);
      if (method.toLowerCase() === REGISTER) noteLeft(via, known, envelope.result);
      return envelope;
    } catch (error) {
      if (mode === 'auto' && goesBack(error, via, translation, known)) {
        counted.sent.v1 += 1;
        return sendV1(journey, translation.replay);
      }
      counted.sent[error instanceof Refused || error instanceof CannotTranslate ? 'refused' : 'v2'] += 1;
      return afterFailure(error, journey, translation);
    }
  }

  /** What cannot be read is refused in mode `v2` alone: v1 may take it all the same. */
  function translationOf({ method, named, params, mode }: Journey, { context }: PortalMemory): Translation | undefined {
    const read = (): Translation | undefined => reading(method, () => translate(named, params, context));
    return mode === 'v2' ? read() : attempt(read);
  }

  /** Mode `auto`: has the portal a usable v2, and does it accept this bot there? */
  async function portalTakes(
    { method, via, own }: Journey,
    { one, token, lookup }: Translation,
    { bridges, denied }: PortalMemory,
  ): Promise<boolean> {
    if (one && denied.size > 0 && denied.has(deniedKey(one.method, one.params))) return false;
    if (portalState(via.portal ?? anonymous).v2 !== true && !(await usable(via, own, method))) return false;
    if (bridges.size === 0 && !via.mute) return true;
    const speaker = one?.params ?? token;
    const key = bridgeKey(speaker);
    const holds = bridges.get(key);
    // A look-up that comes first asks for the bot by itself.
    if (via.mute && holds !== true && holds !== false && (one !== undefined || !lookup)) {
      return proveBridge(via, speaker, own, method);
    }
    if (holds !== 'ask' || one === undefined) return holds !== false;
    return proveBridge(via, speaker, own, method);
  }

  /** What mode `v2` refuses: an error that v1 would answer, or a loss that nobody accepted. */
  function refusal(
    { method }: Journey,
    way: Extract<Way, { refuse: string }>,
    translation: Translation | undefined,
  ): ImbotError {
    if (!('losses' in way)) {
      const likeV1 = way.refuse === 'like-v1' ? translation?.refusal : undefined;
      return likeV1 ? refusedLikeV1(method, likeV1) : config(method, TEXTS.noPortal);
    }
    const params = translation?.losses.filter(({ id }) => way.losses.includes(id)).map(({ param }) => param);
    return notSent(method, way.refuse, way.losses, way.refuse === 'LOSSY' ? params : []);
  }

  /**
   * Whether a bot whose commands or addresses a call sets gets v2 events. Where nobody has seen, the portal is asked: a bot
   * in fetch mode gets them through its queue, however it was registered. Of the others the API tells nothing.
   */
  async function getsV2Events(
    { method, via, own }: Journey,
    translation: Translation,
    known: PortalMemory,
  ): Promise<boolean> {
    const { unseenBot: botId, token, survey } = translation;
    if (survey !== undefined && options.context.events === 'v2') return surveyed(survey, { method, via, own }, known);
    if (botId === undefined) return true;
    try {
      const timeout = patienceOf({ mode: 'auto', own });
      const { result } = await askBot({ ...token, botId }, { via, own, method, timeout }, known);
      if (typeof botId === 'number' && field(field(result, 'bot'), 'eventMode') === 'fetch') {
        learnFormat(known, 'queue', botId, undefined);
        return true;
      }
    } catch (error) {
      if (!(error instanceof ImbotError)) throw error;
    }
    noteUnseen(via, botId);
    return false;
  }

  /** A registration: are the bots known that are there already? Where not, it stays on v1, said once. */
  async function surveyed(
    survey: () => Plan,
    { method, via, own }: Pick<Journey, 'method' | 'via' | 'own'>,
    { lookups }: PortalMemory,
  ): Promise<boolean> {
    const patience = patienceOf({ mode: 'auto', own });
    try {
      await runPlan(survey(), { as: method, send: via.send, ...own, patience, lookups });
      return true;
    } catch (error) {
      if (!(error instanceof StepFailed)) throw error;
      if (isOver(error.error)) throw lookupFailed(method, error.step.method, error.error);
      notify(options.warnings, `unasked-bots:${via.portal ?? anonymous}`, NOTICES.unasked, 'loss-event-format');
      return false;
    }
  }

  /** A registration met a bot that was there before, of a version that nobody has seen. */
  function noteLeft(via: Pick<Via, 'portal'>, { facts }: PortalMemory, answer: unknown): void {
    const bot = id(answer);
    if (options.context.events === 'v2' && bot > 0 && facts.formatOf.get(bot) === undefined) noteUnseen(via, bot);
  }

  function noteUnseen({ portal }: Pick<Via, 'portal'>, bot: number | string): void {
    notify(options.warnings, `unseen-bot:${portal ?? anonymous}:${bot}`, NOTICES.unseenBot(bot), 'loss-event-format');
  }

  /** Nothing ran, nothing changed, or a look-up found nothing, which v1 may know better: this call may go out as v1, and where the bridge failed, the bot's later ones too. */
  function goesBack(error: unknown, via: Via, translation: Translation, known: PortalMemory): boolean {
    if (error instanceof LossFound || error instanceof Refused || error instanceof CannotTranslate) return true;
    if (!(error instanceof StepFailed) || error.changed) return false;
    const refused = nothingRan(error.error);
    if (refused?.methodMissing) {
      lacksV2(via.portal ?? anonymous, options.warnings);
      return true;
    }
    const failed = error.step.params;
    const key = bridgeKey(failed.botId === undefined ? translation.token : failed);
    if (refused?.botRefused && known.bridges.get(key) !== true) {
      stayOnV1(via, key);
      return true;
    }
    if (refused?.rankDenied && methodEntry(translation.method)?.higherRank) {
      known.denied.set(deniedKey(error.step.method, failed), true);
      return true;
    }
    return isPreliminary(error, translation) && !isOver(error.error);
  }

  /** What the caller gets when the v2 call failed: the v1 error, or the value v1 answers in its place. */
  function afterFailure(error: unknown, { method, own }: Journey, translation: Translation): Envelope {
    if (error instanceof LossFound) {
      if (accepts(own, error.loss)) return { result: error.value };
      throw cutList(method, error.loss);
    }
    if (error instanceof Refused) throw refusedLikeV1(method, error.refusal);
    if (error instanceof CannotTranslate) throw notSent(method, 'UNTRANSLATABLE', [error.loss]);
    if (!(error instanceof StepFailed)) throw error;
    if (isPreliminary(error, translation) && (nothingRan(error.error) === undefined || isClosed(error.error))) {
      throw lookupFailed(method, error.step.method, error.error);
    }
    const v1 = toV1(method, error.step.method, error.error);
    if ('answer' in v1) return { result: v1.answer };
    throw v1.error;
  }

  return {
    request,
    explain: (via, method, params) =>
      reading('explain', () => explain(checkedName(method), checkedParams(method, params ?? {}), memory(via).context)),
    report: usage.report,
    learn: (via, facts) => learn(memory(via), facts),
    learnFormat: (via, format, botId, code) => learnFormat(memory(via), format, botId, code),
    parts: { options, memory, note, noteUnknown, noteRegistered, usable, proveBridge, accepts, complete },
  };
}

/** A question before the call itself failed: the call was not sent, and v1 may need no such question. */
function isPreliminary({ step, changed }: StepFailed, { replay }: Translation): boolean {
  return !changed && (step.lookup === true || (step.replay === 'read' && replay !== 'read'));
}

/**
 * A question that a mute transport answered by nothing, told by one of those who waited for it: the next one comes with the
 * next call, then with the second, the fourth, up to the 64th after it. It may be a refusal that nobody will ever see, and each
 * question may be an error in somebody's log.
 */
function putOff({ unanswered }: PortalMemory, key: string): void {
  const times = (unanswered.get(key)?.times ?? 0) + 1;
  unanswered.set(key, { times, left: 2 ** Math.min(times - 1, 6) - 1 });
}

/** Counts a call that goes out without a question. */
function isPutOff(question: { left: number } | undefined): boolean {
  if (question === undefined || question.left === 0) return false;
  question.left -= 1;
  return true;
}

const REGISTER = 'imbot.register';

/** A parameter by its name in any case. */
function parameterOf(params: Params, name: string): unknown {
  const key = Object.keys(params).find((given) => given.toUpperCase() === name);
  return key === undefined ? undefined : params[key];
}

/** An object with a function `then` would be waited for instead of sent; as a parameter a function is nothing. */
function withoutThen(params: Params): Params {
  if (typeof params.then !== 'function') return params;
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== 'then'));
}

/** v1 takes null for a parameter that was not given; a form could only say '', which clears. */
function withoutNulls(params: Params): Params {
  if (!Object.values(params).some((value) => value === null)) return params;
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== null));
}

/** What cannot be read must not run twice. */
function replayOf({ replay }: MethodEntry, params: Params): Replay {
  if (typeof replay !== 'function') return replay;
  const named = (): Params =>
    Object.fromEntries(Object.entries(params).map(([name, value]) => [name.toUpperCase(), value]));
  return attempt(() => replay(named())) ?? 'never';
}

/** What a reading gives, where it gives anything: a foreign value may throw. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The parameters, once the call is one; a misuse is told before anything is sent. */
function checkedCall(method: unknown, params: unknown, own: CallOptions): Params {
  const name = checkedName(method);
  const given = checkedParams(name, params);
  if (own.accept !== undefined && !Array.isArray(own.accept)) throw config(name, TEXTS.badAccept);
  return given;
}

function checkedName(method: unknown): string {
  // Anything else may be an address with a secret in it, and the name stands in errors and reports.
  if (typeof method === 'string' && /^[\w.]+$/.test(method)) return method;
  throw config('call', TEXTS.badMethod);
}

function checkedParams(method: string, params: unknown): Params {
  if (isParams(params)) return params;
  throw config(method, TEXTS.badParams);
}

function isParams(value: unknown): value is Params {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && !(typeof AbortSignal !== 'undefined' && value instanceof AbortSignal);
}
